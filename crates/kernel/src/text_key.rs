//! Closed sets of words.

/// Declares a closed set of words that are stored and exchanged as snake_case text.
#[macro_export]
macro_rules! text_key {
    ($(#[$about:meta])* $name:ident { $($(#[$item_about:meta])* $item:ident => $key:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$item_about])* $item,)+
        }

        impl $name {
            /// Every value, in the order in which lists show them.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// The stored text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$item => $key,)+ }
            }

            /// Reads the stored text; any other text is `None`.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($key => Some(Self::$item),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
