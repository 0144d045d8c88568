#!/bin/sh
# Makes NotoSans-Regular.ttf and NotoSans-Bold.ttf of this folder (README.md): letters of Noto Sans, a few signs
# of Noto Sans Math and Noto Sans Symbols 2.
#   sh make.sh FOLDER-WITH-THE-NOTO-FONTS
set -eu
source=${1:?the folder that holds the Noto fonts}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
export SOURCE_DATE_EPOCH=1609459200

letters='U+20-7E,U+A0-24F,U+250-36F,U+370-52F,U+1E00-1EFF,U+2000-209F,U+20A0-20BF,U+2100-214F'
letters="$letters,U+2212,U+221E,U+2248,U+2260,U+2264,U+2265,U+FFFD"
signs='U+2190-2195,U+21D2,U+25A0,U+25A1,U+25B2,U+25BC,U+25CB,U+25CF,U+2610-2612,U+26A0,U+2713,U+2717'

cut() { # FONT CHARACTERS FEATURES RESULT
    pyftsubset "$source/$1.ttf" --unicodes="$2" --layout-features="$3" --no-hinting --notdef-outline \
        --no-recalc-timestamp --drop-tables+=MATH --output-file="$work/$4"
}

for weight in Regular Bold; do
    cut "NotoSans-$weight" "$letters" kern,mark,mkmk,ccmp letters.ttf
    cut NotoSansMath-Regular "$signs" '' arrows.ttf
    cut NotoSansSymbols2-Regular "$signs" '' signs.ttf
    python3 - "$work" "NotoSans-$weight.ttf" <<'PYTHON'
import sys
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

work, result = sys.argv[1:]
font = Merger().merge([f"{work}/{part}.ttf" for part in ("letters", "arrows", "signs")])
# The names and the measures of lines stay those of the letters.
letters = TTFont(f"{work}/letters.ttf", recalcTimestamp=False)
font.recalcTimestamp = False
font["name"] = letters["name"]
for table in ("head", "OS/2", "hhea", "post"):
    for field in ("created", "modified", "fontRevision", "macStyle", "usWeightClass", "fsSelection",
                  "sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent",
                  "sxHeight", "sCapHeight", "ascent", "descent", "lineGap", "isFixedPitch",
                  "underlinePosition", "underlineThickness", "fsType", "panose"):
        if hasattr(letters[table], field):
            setattr(font[table], field, getattr(letters[table], field))
font.save(result)
PYTHON
done
