"""A roster of millions, piece by piece: what `enrol --format parquet|csv` does, in bounded memory.

Every piece goes through one function, `kernel.Kernel`, in which the rules, the verdict and the price are
those of any roster. The rooms, in the order of the work: ``pieces`` reads, ``kernel`` judges and prices,
``across`` holds rows against each other, ``finish`` writes, ``sums`` adds up, ``bills`` tells; ``ledger``
remembers what is done, so that a run which was ended goes on.
"""
