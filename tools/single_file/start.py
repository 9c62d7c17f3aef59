"""Start of the frozen program."""

from pemilu_cover.__main__ import main

if __name__ == "__main__":
    main()
