directory = Directory
