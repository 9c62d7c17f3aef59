"""pemilu-cover: insure Indonesia's election workers without leaving one out.

The rooms, in the order in which data passes through them:

* ``cli``: arguments in, exit status out;
* ``enrol``, ``quote``, ``check``, ``rates``, ``explain``: one small module a command;
* ``law``: what is owed; ``roster``: for whom; ``sheets``: what is written;
* ``values``: NIK, rupiah, dates, names; these know nothing of their users.
"""

__version__ = "0.1.0"
