"""What a file with personal data says of itself: what is in it, for whom, until when. One home for it.

UU 27/2022 asks that data are kept secret (Pasal 36), used for their purpose alone (Pasal 28) and erased when
they are no longer needed (Pasal 43). Whoever opens a file that came by mail has not read a README.
"""

from __future__ import annotations

_SAYS = "BERISI DATA PRIBADI (UU 27/2022): {holds}. Hanya untuk {reader}; {until}."


def _notice(holds: str, reader: str, until: str) -> str:
    return _SAYS.format(holds=holds, reader=reader, until=until)


BILL = _notice(
    "lembar Rincian memuat nama, NIK, dan upah",
    "bendahara, pemeriksa, dan BPJS Ketenagakerjaan",
    "simpan sebagai bukti bayar, hapus salinan lainnya",
)
PEOPLE = _notice(
    "nama, NIK, dan upah",
    "bendahara, pemeriksa, dan BPJS Ketenagakerjaan",
    "hapus salinan yang tidak diarsipkan",
)
CORRECTIONS = _notice(
    "nama, NIK, dan isian roster lain",
    "petugas yang membetulkannya",
    "hapus setelah dikirim kembali",
)
MARKED = _notice(
    "seluruh isi roster",
    "petugas yang membetulkannya",
    "hapus setelah roster dibetulkan",
)
RETURNING = _notice(
    "nama, NIK, KPJ, dan tanggal lahir",
    "petugas pendaftaran dan BPJS Ketenagakerjaan",
    "hapus setelah didaftarkan",
)
BPU = _notice(
    "nama, NIK, nama ibu, alamat, dan nomor HP",
    "petugas pendaftaran dan BPJS Ketenagakerjaan",
    "hapus setelah didaftarkan",
)
SIPP = _notice(
    "nama, NIK, nama ibu, alamat, dan golongan darah",
    "petugas pendaftaran dan SIPP",
    "hapus setelah diterima SIPP",
)
FORM = _notice(
    "setelah diisi, nama, NIK, nama ibu, dan alamat",
    "petugas yang mengisi dan kantor",
    "hapus setelah dikirim dan diterima",
)
