"""Number formats and other styles of the people's cells, by header."""

from __future__ import annotations

from typing import Any

WAGES = {
    "#,##0": "#,##0", "a point": "0.00", "Rp": '"Rp" #,##0', "rupiah": "[$Rp-421] #,##0.00",
    "accounts": '_-"Rp"* #,##0_-;-"Rp"* #,##0_-;_-"Rp"* "-"??_-;_-@_-', "exponents": "0.00E+00",
    "colours": "[Blue]#,##0;[Red]-#,##0;0", "conditions": "[>999999]#,##0;#,##0", "a builtin": "#,##0.00",
    "thousands": "#,##0,", "words": '#,##0 "rupiah"',
}  # fmt: skip
DAYS = {
    "slashes": "dd/mm/yyyy", "words": "d mmmm yyyy",
    "Indonesian": "[$-421]dd mmmm yyyy;@", "short": "dd-mmm-yy",
    "the system's": "m/d/yy",
    "ISO": "yyyy-mm-dd", "a weekday": "dddd, d mmmm yyyy",
    "long": "[$-F800]dddd, mmmm dd, yyyy",
    "a time": "dd/mm/yyyy hh:mm", "American": "mm/dd/yyyy",
    "quotes": 'd" hari "m" bulan "yyyy', "points": "dd.mm.yyyy",
}  # fmt: skip
STYLES: dict[str, dict[str, dict[str, Any]]] = {
    **{f"wages with {name}": {"Honor": {"num_format": code}} for name, code in WAGES.items()},
    **{
        f"days with {name}": {
            header: {"num_format": code} for header in ("Tanggal Lahir", "Tgl Mulai", "Tgl Selesai")
        }
        for name, code in DAYS.items()
    },
    "texts as texts": {"NIK": {"num_format": "@"}, "TPS": {"num_format": "@"}},
    "quoted texts": {"NIK": {"quote_prefix": True}, "TPS": {"quote_prefix": True}},
    "decorated": {
        "NIK": {
            "bold": True,
            "border": 2,
            "font_color": "white",
            "bg_color": "black",
            "rotation": 45,
        },
        "Nama Lengkap": {"text_wrap": True, "shrink": True, "indent": 2, "font_name": "Wingdings"},
        "Alamat": {"align": "center_across", "font_strikeout": False, "pattern": 4, "hidden": True},
    },
}
