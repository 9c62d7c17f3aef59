"""The benefits as people read them: by what happened, with the sources at the end."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from pemilu_cover.estimates.benefits import (
    BenefitsResult,
    explain_amount,
    localise,
    replace_wage_by_base,
)
from pemilu_cover.explain.citations import READ, count_by_confidence
from pemilu_cover.explain.law_text import confidence_label, format_band
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.benefits import (
    DisabilityTableShare,
    Event,
    FixedAmount,
    MonthlyWageShare,
    PayableBenefit,
    Report,
    Scholarship,
)
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.rate_files import Citation, Confidence, Programme
from pemilu_cover.values import dates, rupiah

_WIDTH = 110
_NAME, _AMOUNT = 36, 20


class _SourceList:
    """The sources in the order in which they are first named."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, Confidence], int] = {}

    def of(self, *entries: Citation) -> str:
        """Return the mark of some sources, such as ``[2]``."""
        keys = [(entry.law, entry.article, entry.confidence) for entry in entries]
        numbers = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys]
        return "".join(f"[{number}]" for number in dict.fromkeys(numbers))

    def listed(self, language: Language) -> list[str]:
        """Return the list of all that were named."""
        return [
            line
            for (law, article, confidence), number in self._numbers.items()
            for line in _hanging(
                f"{f'[{number}]':>5} ",
                f"{law}, {article}: {confidence_label(confidence, language)}",
            )
        ]


def as_text(found: BenefitsResult, language: Language) -> str:
    """Return the answer as a page of at most 110 columns."""
    page = _BenefitsPage(found, language)
    blocks = [
        page.head(),
        page.death("JKM"),
        page.death("JKK"),
        page.disabled(),
        page.unable(),
        page.treated(),
        page.schooling(),
        page.higher(),
        page.rules(),
        page.own(),
        page.left_out(),
    ]
    # The sources last: they are numbered as the blocks above name them.
    blocks += [page.sources(), page.last()]
    return "\n\n".join("\n".join(block) for block in blocks if block)


class _BenefitsPage:
    """One answer in one language, block by block."""

    def __init__(self, found: BenefitsResult, language: Language) -> None:
        self.found, self.language = found, language
        self.words = _WORDS[language]
        self.marks = _SourceList()

    def head(self) -> list[str]:
        """Who, when, of what wage, and what it comes to."""
        found, words = self.found, self.words
        named = " · ".join(
            part for part in (found.role_name, found.serving and found.serving.name) if part
        )
        day = dates.format_long(found.day) if self.language == "id" else found.day.isoformat()
        lines = [words["title"].format(day=day), *([named] if named else [])]
        for text in found.cautions:
            told = text.id if self.language == "id" else text.en
            lines += ["", *_wrapped(f"{words['caution']}: {told}")]
        wage = rupiah.format_rupiah(found.here.wage_sen)
        lines += ["", self._row(words[f"wage-{found.segment}"], wage, words[found.segment])]
        if found.here.base_sen != found.here.wage_sen:
            band = found.band and words["band"].format(band=format_band(found.band, self.language))
            lines.append(
                self._row(words["base"], rupiah.format_rupiah(found.here.base_sen), band or "")
            )
        lines += ["", words["short"]]
        jkm, jkk = found.here.cover
        lines.append(self._row(words["natural"], rupiah.format_rupiah(jkm), "JKM"))
        lines += self._only_for_some()
        lines.append(self._row(words["accident"], rupiah.format_rupiah(jkk), "JKK"))
        if found.here.disability_sen is not None:
            lines.append(
                self._row(words["disabled"], rupiah.format_rupiah(found.here.disability_sen), "JKK")
            )
        if found.assumed:
            told = "; ".join(t.id if self.language == "id" else t.en for t in found.assumed)
            lines += ["", *_wrapped(f"{words['assumed']}: {told}.")]
        return lines

    def _only_for_some(self) -> list[str]:
        """What is paid where there are several employers, or no heirs."""
        found, rows = self.found, []
        if several := found.by_employers:
            name = self.words["employers"].format(employers=found.employers)
            rows += self._rows(
                name, rupiah.format_rupiah(several[0]), f"JKM {self.marks.of(several[1])}"
            )
        if alone := found.without_heirs:
            why = f"JKM, {self.words['funeral']} {self.marks.of(alone[1])}"
            rows += self._rows(self.words["no-heirs"], rupiah.format_rupiah(alone[0]), why)
        return rows

    def death(self, programme: Programme) -> list[str]:
        """What a programme pays at a death."""
        lines = [
            line
            for line in self._lines("death", "cash", "scholarship")
            if line.benefit.programme == programme
        ]
        jkm, jkk = self.found.here.cover
        title = self.words["if-natural" if programme == "JKM" else "if-accident"]
        return [title, *self._paid(lines, jkm if programme == "JKM" else jkk)]

    def disabled(self) -> list[str]:
        """What JKK pays to who stays disabled."""
        total = self._lines("total-disability", "cash", "scholarship")
        partial = self._lines("partial-disability", "cash")
        title = self.words["if-disabled"]
        rows = self._paid(total, self.found.here.disability_sen)
        if partial:
            rows += ["", self.words["if-partial"]]
            rows += [row for line in partial for row in self._line(line)]
        return [title, *rows] if rows else []

    def unable(self) -> list[str]:
        """What JKK pays while somebody cannot work, by month."""
        rows = []
        for line in self._lines("temporary-inability", "monthly"):
            if not isinstance(line.benefit.pays, MonthlyWageShare):
                continue
            for step in line.benefit.pays.steps:
                name = localise(step.months, self.language)
                amount = f"{rupiah.format_rupiah(step.due(line.base_sen))} {self.words['a-month']}"
                why = localise(replace_wage_by_base(step.how, self.found.segment), self.language)
                if step is line.benefit.pays.steps[0]:
                    why = self._why(why, line)
                rows += self._rows(name, amount, why)
        return [self.words["if-unable"], *rows] if rows else []

    def treated(self) -> list[str]:
        """What JKK pays for treatment and travel."""
        lines = self._lines("accident", "care", "transport")
        return [self.words["if-treated"], *(row for line in lines for row in self._line(line))]

    def schooling(self) -> list[str]:
        """What a scholarship brings a year, by level."""
        for line in self.found.lines:
            if isinstance(pays := line.benefit.pays, Scholarship):
                rows = [
                    self._row(
                        localise(level.name, self.language),
                        f"{rupiah.format_rupiah(level.amount)} {self.words['a-year']}",
                        self.words["years"].format(years=level.years),
                    )
                    for level in pays.levels
                ]
                return [self.words["school"], *rows]
        return []

    def higher(self) -> list[str]:
        """What the next round wages would cost and bring."""
        words, segment = self.words, self.found.segment
        bases = (self.found.here, *self.found.higher)
        columns: list[tuple[str, list[int | None]]] = [
            (words[f"wage-{segment}"], [base.wage_sen for base in bases]),
            (words["base"], [base.base_sen for base in bases]),
            (words["col-premium"], [base.premium_sen for base in bases]),
            (words["col-accident"], [base.cover.jkk_sen for base in bases]),
            (words["col-disabled"], [base.disability_sen for base in bases]),
            (words["col-unable"], [base.month_sen for base in bases]),
        ]
        if segment == "pu":
            del columns[1]
        rows = _table([(head, cells) for head, cells in columns if None not in cells])
        return [words[f"higher-{segment}"], *rows, *_wrapped(words["higher-note"], "  ")]

    def rules(self) -> list[str]:
        """The conditions, and when a claim is lost."""
        found, rows = self.found, []
        for waiting in in_force(found.law.waiting, found.day):
            if found.segment in waiting.segments:
                rows += self._item(localise(waiting.text, self.language), waiting)
        for rule in in_force(found.law.rules, found.day):
            if found.segment in rule.segments:
                rows += self._item(localise(rule.text, self.language), rule)
        for lapse in in_force(found.law.lapses, found.day):
            text = self.words["lapses"].format(
                programme=lapse.programme,
                years=lapse.years,
                text=localise(lapse.text, self.language),
            )
            rows += self._item(text, lapse)
        return [self.words["rules"], *rows] if rows else []

    def own(self) -> list[str]:
        """What the election bodies pay themselves."""
        merged: dict[tuple[str, int, bool, Report | None], list[Citation]] = {}
        for entry in self.found.santunan:
            key = (localise(entry.name, self.language), entry.amount, entry.at_most, entry.disputed)
            merged.setdefault(key, []).append(entry)
        if not merged:
            return []
        bodies = {"KPU": "KPU", "BAWASLU": "Bawaslu"}
        payers = dict.fromkeys(bodies[b] for e in self.found.santunan for b in e.bodies)
        title = self.words["own"].format(bodies=f" {self.words['and']} ".join(payers))
        return [
            title,
            *(
                row
                for (name, amount, at_most, disputed), entries in merged.items()
                for row in self._rows(
                    name,
                    self._amount(amount, at_most),
                    self.marks.of(*entries) + self._disputed(disputed),
                )
            ),
        ]

    def _disputed(self, report: Report | None) -> str:
        """Return what another source has."""
        if report is None:
            return ""
        amount = rupiah.format_rupiah(report.amount)
        return f"; {self.words['disputed'].format(amount=amount)} {self.marks.of(report)}"

    def left_out(self) -> list[str]:
        """What is not known."""
        gaps = list(in_force(self.found.law.unread, self.found.day))
        if not gaps:
            return []
        rows = [row for gap in gaps for row in _hanging("  - ", localise(gap.text, self.language))]
        return [self.words["left-out"], *rows]

    def sources(self) -> list[str]:
        """The sources that were named."""
        return [self.words["sources"], *self.marks.listed(self.language)]

    def last(self) -> list[str]:
        """When the file was last looked through, and how much of it was read in the law itself."""
        checked, sure = self.found.law.checked_on, count_by_confidence(self.found.law)
        told = self.words["checked"].format(
            day=checked.isoformat(), read=sure[READ], values=sure.total()
        )
        lines = [*_wrapped(told)]
        return lines + ([self.words["stale"]] if self.found.day > checked else [])

    def _lines(self, event: Event, *groups: str) -> list[PayableBenefit]:
        return [
            line
            for line in self.found.lines
            if line.event == event and line.benefit.group in groups
        ]

    def _paid(self, lines: Sequence[PayableBenefit], total: int | None) -> list[str]:
        """Set what is paid at once with its sum, if it is known, and scholarships below it."""
        at_once = [line for line in lines if line.benefit.group == "cash"]
        later = [line for line in lines if line.benefit.group != "cash"]
        rows = [row for line in at_once for row in self._line(line)]
        if at_once:
            unknown = self.words["sum-unknown"]
            rows += (
                self._rows(self.words["sum"], "?", unknown)
                if total is None
                else self._rows(self.words["sum"], rupiah.format_rupiah(total), "")
            )
        return rows + [row for line in later for row in self._line(line)]

    def _line(self, line: PayableBenefit) -> list[str]:
        pays = line.benefit.pays
        amount = self._amount(line.amount_sen, line.at_most)
        if isinstance(pays, DisabilityTableShare):
            amount = f"{rupiah.format_rupiah(pays.each_percent(line.base_sen))} / 1 %"
        why = (
            ""
            if isinstance(pays, FixedAmount)
            else localise(explain_amount(line, self.found.segment), self.language)
        )
        return self._rows(localise(line.benefit.name, self.language), amount, self._why(why, line))

    def _why(self, why: str, line: PayableBenefit) -> str:
        parts = [why]
        if line.months_needed:
            known = "needs" if line.payable else "not-yet"
            parts.append(self.words[known].format(months=line.months_needed))
        if line.benefit.condition:
            parts.append(localise(line.benefit.condition, self.language))
        sources = [line.benefit] if line.source is line.benefit else [line.benefit, line.source]
        text = "; ".join(part for part in parts if part)
        return f"{text} {self.marks.of(*sources)}".strip()

    def _amount(self, sen: int | None, at_most: bool) -> str:
        if sen is None:
            return ""
        return (
            f"{self.words['up-to']} {rupiah.format_rupiah(sen)}"
            if at_most
            else rupiah.format_rupiah(sen)
        )

    def _item(self, text: str, source: Citation) -> list[str]:
        return _hanging("  - ", f"{text} {self.marks.of(source)}")

    def _row(self, name: str, amount: str, why: str = "") -> str:
        return "\n".join(self._rows(name, amount, why))

    def _rows(self, name: str, amount: str, why: str) -> list[str]:
        """Set one line in its columns; a long reason goes on below itself."""
        start = f"  {name:<{_NAME}} {amount:>{_AMOUNT}}   "
        rows = textwrap.wrap(why, _WIDTH - len(start), break_on_hyphens=False) or [""]
        return [(start + rows[0]).rstrip(), *(" " * len(start) + row for row in rows[1:])]


def _table(columns: Sequence[tuple[str, Sequence[int | None]]]) -> list[str]:
    """Set columns of amounts beside each other, each below its head."""
    shown = [
        [head, *(rupiah.format_rupiah(cell or 0) for cell in cells)] for head, cells in columns
    ]
    widths = [max(map(len, column)) for column in shown]
    return [
        "  " + "   ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        for row in zip(*shown, strict=True)
    ]


def _hanging(mark: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_on_hyphens=False,
    )


def _wrapped(text: str, indent: str = "") -> Iterable[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Manfaat JKK dan JKM pada {day}",
        "caution": "PERHATIAN",
        "wage-pu": "upah sebulan",
        "wage-bpu": "penghasilan sebulan",
        "base": "dasar JKK",
        "band": "kelompok penghasilan {band}",
        "pu": "segmen penerima upah (PU)",
        "bpu": "segmen bukan penerima upah (BPU)",
        "short": "Singkatnya, dibayar sekaligus, belum dengan beasiswa",
        "natural": "meninggal, bukan kecelakaan kerja",
        "employers": "idem, iuran dari {employers} pemberi kerja",
        "no-heirs": "idem, tanpa ahli waris dan wasiat",
        "funeral": "biaya pemakaman saja",
        "disputed": "sumber lain: {amount}",
        "accident": "meninggal karena kecelakaan kerja",
        "disabled": "cacat total tetap",
        "assumed": "Diandaikan",
        "if-natural": "JKM: meninggal dunia, bukan karena kecelakaan kerja",
        "if-accident": "JKK: meninggal dunia karena kecelakaan kerja atau penyakit akibat kerja",
        "if-disabled": "JKK: cacat total tetap",
        "if-partial": "JKK: cacat sebagian",
        "if-unable": "JKK: sementara tidak mampu bekerja (STMB)",
        "if-treated": "JKK: perawatan dan pengangkutan",
        "school": "Beasiswa setahun untuk setiap anak",
        "higher-pu": "Bila upah yang didaftarkan lebih tinggi",
        "higher-bpu": "Bila penghasilan yang dipilih lebih tinggi",
        "higher-note": "Iuran ialah JKK dan JKM sebulan tanpa keringanan; JKM sama untuk setiap upah."
        " Dasar di atas honorarium hanya bila disepakati dengan BPJS (PKS).",
        "rules": "Syarat dan tata cara",
        "lapses": "Klaim {programme} gugur setelah {years} tahun {text}.",
        "own": "Santunan {bodies} sendiri kepada badan ad hoc, di luar BPJS",
        "left-out": "Tidak dimuat atau tidak diketahui",
        "sources": "Sumber",
        "checked": "Berkas manfaat terakhir diperiksa pada {day} ({read} dari {values} nilai dari naskah"
        " peraturan; lihat rates --check).",
        "stale": "Hari yang ditanyakan sesudah itu: periksa apakah ada perubahan.",
        "sum": "jumlah",
        "sum-unknown": "santunannya sendiri tidak dimuat: lihat di bawah",
        "a-month": "/ bulan",
        "a-year": "/ tahun",
        "years": "paling lama {years} tahun",
        "up-to": "s.d.",
        "needs": "sesudah {months} bulan: terpenuhi",
        "not-yet": "BELUM dibayar: baru sesudah {months} bulan",
        "and": "dan",
        "col-premium": "iuran sebulan",
        "col-accident": "JKK meninggal",
        "col-disabled": "JKK cacat total",
        "col-unable": "STMB bulan pertama",
    },
    "en": {
        "title": "What JKK and JKM pay on {day}",
        "caution": "CAUTION",
        "wage-pu": "wage a month",
        "wage-bpu": "income a month",
        "base": "JKK base",
        "band": "income band {band}",
        "pu": "segment PU: paid a wage",
        "bpu": "segment BPU: not paid a wage",
        "short": "In short, paid at once, scholarships not yet in it",
        "natural": "death, not by a work accident",
        "employers": "the same, {employers} employers paid",
        "no-heirs": "the same, without heirs or will",
        "funeral": "the funeral grant alone",
        "disputed": "another source: {amount}",
        "accident": "death by a work accident",
        "disabled": "total permanent disability",
        "assumed": "Assumed",
        "if-natural": "JKM: death that is not by a work accident",
        "if-accident": "JKK: death by a work accident or an occupational disease",
        "if-disabled": "JKK: total permanent disability",
        "if-partial": "JKK: partial disability",
        "if-unable": "JKK: while unable to work (STMB)",
        "if-treated": "JKK: treatment and travel",
        "school": "Scholarship a year, for each child",
        "higher-pu": "If the registered wage were higher",
        "higher-bpu": "If the chosen income were higher",
        "higher-note": "The premium is JKK and JKM a month without reliefs; JKM pays the same for every wage."
        " A base above the honorarium holds only where it was agreed with BPJS (PKS).",
        "rules": "Conditions and how to claim",
        "lapses": "A claim to {programme} is lost {years} years {text}.",
        "own": "What {bodies} pay their ad hoc people themselves, apart from BPJS",
        "left-out": "Left out or not known",
        "sources": "Sources",
        "checked": "The benefits were last checked on {day} ({read} of {values} values from the text of the"
        " law; see rates --check).",
        "stale": "The day asked for lies later: check whether something has changed.",
        "sum": "sum",
        "sum-unknown": "the grant itself is left out: see below",
        "a-month": "/ month",
        "a-year": "/ year",
        "years": "for at most {years} years",
        "up-to": "up to",
        "needs": "after {months} months: fulfilled",
        "not-yet": "NOT YET paid: only after {months} months",
        "and": "and",
        "col-premium": "premium a month",
        "col-accident": "JKK death",
        "col-disabled": "JKK disability",
        "col-unable": "STMB first month",
    },
}
