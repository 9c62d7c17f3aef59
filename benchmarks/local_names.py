"""Names and addresses as they are usual in a province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Given names where most people are Christians, and the names between them and a family name.
MEN, WOMEN, BETWEEN = (
    text.split()
    for text in (
        "Yohanes Petrus Paulus Markus Lukas Matius Stefanus Andreas Antonius Fransiskus Yosep Daniel "
        "Samuel Simon Filipus Thomas Benediktus Agustinus Dominikus Kornelis Marthen Yakobus Elias Musa "
        "Melkianus Yulius Robert Hendrik Ferdinand Gerson Obed Nelson Albert Maikel Ronald Yonathan "
        "Bernadus Alfonsus Gabriel Rafael Yeremias Yesaya Daud Salomo Natan Titus Timotius Ishak Karel "
        "Willem Jefri Oktovianus Edison Natalis",
        "Maria Yohana Martha Margaretha Theresia Elisabet Kristina Agnes Anastasia Veronika Fransiska "
        "Yuliana Paulina Ester Ruth Debora Naomi Lidia Sara Rahel Lea Dorkas Priska Regina Monika "
        "Bernadeta Katarina Helena Magdalena Angelina Yosefina Selfina Natalia Viktoria Silvia Ribka Mery "
        "Yane Selvi Novita Meiske Olga Fransina Welmince Orpa Yuliance Marlin Sientje Loisa Adolfina "
        "Barbara Klara Emilia Rosalina",
        "Albertus Anselmus Benyamin Charles Demianus Dionisius Efraim Ferry Frans Gregorius Hermanus "
        "Ignasius Jonas Kristian Laurensius Leonardus Nikodemus Yustus Pius Rikardus Robertus Silvester "
        "Vinsensius Yoseph Zakarias",
    )
)

# Family names by provinces.
_FAMILIES = {
    "12": "Siregar Simanjuntak Nasution Harahap Lubis Sitompul Hutapea Sinaga Situmorang Panjaitan "
    "Manurung Purba Ginting Tarigan Sembiring Pasaribu Simbolon Napitupulu Tampubolon Silalahi "
    "Hutabarat Marpaung Pohan Rangkuti Daulay Damanik",
    "51": "Wirawan Suardana Sudarma Artawan Mahendra Sukerta Yasa Suarjana Wijana Adnyana Suparta "
    "Astawa Dharmawan Kertiyasa Widiana Sumerta Arsana Budiarta Mertayasa Subawa Suastika Wardana "
    "Parwata Sujana Widnyana Sudiana",
    "53": "Bria Seran Klau Nahak Leto Kehi Manek Bere Taek Naimnanu Fallo Selan Nubatonis Tefa Benu "
    "Liunokas Boimau Sanam Kase Ludji Riwu Hede Ndolu Manafe Pelokila Adoe",
    "71": "Wowor Lumenta Mandagi Rumengan Pangemanan Kalalo Sondakh Tumbel Lengkong Mamahit Waworuntu "
    "Runtuwene Karundeng Kaunang Pinontoan Rorimpandey Sumual Tulung Walangitan Kandou Montolalu "
    "Mokoagow Paputungan Mamonto Lasut Polii",
    "81 82": "Pattiasina Latuconsina Tuasikal Pelupessy Matulessy Tomasoa Sahetapy Leatemia Manuputty "
    "Nanlohy Lewerissa Sopacua Salampessy Tuhumury Wattimena Tahapary Siahaya Louhenapessy "
    "Pattipeilohy Noya Hehanussa Ohoirat Rahayaan Renyaan Uluputty Umasugi",
    "91 92 93 94 95 96": "Wenda Kogoya Tabuni Yikwa Murib Wonda Enembe Telenggen Gombo Wanimbo Yogi "
    "Mote Pigai Douw Tebai Dogopia Kayame Rumbiak Rumaropen Wanggai Mansawan Yarangga Korwa Kafiar "
    "Mambrasar Ayomi",
}
_HINDU = "51"
FAMILIES = {code: names.split() for codes, names in _FAMILIES.items() for code in codes.split()}

# What a settlement is called by province, elsewhere a Dusun; in a Kota people live in streets.
_SETTLEMENTS = {
    **dict.fromkeys(("31", "32", "36"), "Kp."),
    **dict.fromkeys(("71", "73", "74"), "Lingkungan"),
    **dict.fromkeys(("91", "92", "93", "94", "95", "96"), "Kampung"),
    **{"13": "Jorong", "33": "Dukuh", "34": "Padukuhan", "51": "Banjar"},
}
_DUSUN, STREET = "Dusun", "Jl."
_SUNDANESE = ("32", "36")
SETTLEMENTS, STREETS = (
    [name.strip() for name in text.split(",")]
    for text in (
        "Mekar Jaya, Suka Maju, Sumber Rejo, Karya Bakti, Harapan Baru, Tanjung Harapan, Bukit Indah, "
        "Kebun Sari, Pasar Baru, Sidomulyo, Sukorejo, Purwosari, Wonosari, Sumbersari, Margo Mulyo, "
        "Batu Putih, Air Hitam, Muara Indah, Lembah Hijau, Pantai Timur, Karang Anyar, Pulau Baru",
        "Merdeka, Diponegoro, Sudirman, Ahmad Yani, Gajah Mada, Kartini, Melati, Mawar, Kenanga, Cempaka, "
        "Veteran, Pemuda, Pahlawan, Imam Bonjol, Pattimura, Hasanuddin, Teuku Umar, Sisingamangaraja, "
        "Pelita, Kartika, Anggrek, Flamboyan",
    )
)
# The first digit of postal codes by the first digit of a province's code, outside Java.
_POSTAL = {"1": "2", "2": "2", "5": "8", "6": "7", "7": "9", "8": "9", "9": "9"}
_POSTAL_OF_JAVA = {"31": "1", "32": "4", "33": "5", "34": "5", "35": "6", "36": "1"}


@dataclass(frozen=True)
class Names:
    """The names of people: given names of men and women, a second and a third name."""

    men: Sequence[str]
    women: Sequence[str]
    second: Sequence[str]
    third: Sequence[str]


def names_of(province: str, usual: Names) -> Names:
    """Return the names of a province; ``usual`` are those of most provinces."""
    if (families := FAMILIES.get(province)) is None:
        return usual
    if province == _HINDU:
        return Names(usual.men, usual.women, usual.second, families)
    return Names(MEN, WOMEN, BETWEEN, families)


def settlement(regency: str, sundanese: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return what comes before the name of a settlement or a street, and their names."""
    province = regency[:2]
    if regency[2] == "7":
        return STREET, STREETS
    names = sundanese if province in _SUNDANESE else SETTLEMENTS
    return _SETTLEMENTS.get(province, _DUSUN), names


def postal_digit(province: str) -> str:
    """Return the first digit of a province's postal codes."""
    return _POSTAL_OF_JAVA.get(province) or _POSTAL[province[0]]
