"""The empty roster form for a village, with the checks that Excel and LibreOffice make."""
