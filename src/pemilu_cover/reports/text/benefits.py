"""The benefits of a role or wage as a page of at most 110 columns: by event, with the sources at the end."""

from __future__ import annotations

from pemilu_cover.estimates.benefits import BenefitsResult
from pemilu_cover.explain.citations import READ, count_by_confidence
from pemilu_cover.explain.law_text import format_band
from pemilu_cover.i18n.text import Language, localize, localized_list
from pemilu_cover.law.benefits import Report
from pemilu_cover.law.dated_values import Citation, in_force
from pemilu_cover.reports.text.benefit_lines import BenefitLines
from pemilu_cover.values import rupiah
from pemilu_cover.values.text_layout import align

_BODY_NAMES = {"KPU": "KPU", "BAWASLU": "Bawaslu"}


def as_text(result: BenefitsResult, language: Language) -> str:
    """Return the page."""
    page = _BenefitsPage(result, language)
    blocks = [
        page.head(),
        page.summary(),
        page.lines.death("JKM"),
        page.lines.death("JKK"),
        page.lines.disability(),
        page.lines.temporary_inability(),
        page.lines.treatment(),
        page.lines.scholarships(),
        page.higher_wages(),
        page.conditions(),
        page.own_grants(),
        page.unread(),
    ]
    # The sources come last: they are numbered in the order in which the blocks above name them.
    blocks += [page.sources(), page.checked_on()]
    return "\n\n".join("\n".join(block) for block in blocks if block)


class _BenefitsPage:
    """The blocks of the page in one language."""

    def __init__(self, result: BenefitsResult, language: Language) -> None:
        self.result, self.language = result, language
        self.lines = BenefitLines(result, language)

    def _text(self, key: str, /, **details: object) -> str:
        return localize(key, **details).in_language(self.language)

    def _row(self, key: str, sen: int, why: str = "") -> list[str]:
        return self.lines.columns(self._text(key), rupiah.format_rupiah(sen), why)

    def head(self) -> list[str]:
        """Return day, role and election, cautions, wage and base."""
        result = self.result
        names = (result.role_name, result.serving_election and result.serving_election.name)
        title = " · ".join(name for name in names if name)
        lines = [self._text("benefits_page.title", day=result.day), *([title] if title else [])]
        for caution in result.cautions:
            text = self._text("benefits_page.caution", text=caution)
            lines += ["", *self.lines.wrap(text)]
        segment = self._text(f"benefits_page.segment-{result.segment}")
        lines += [
            "",
            *self._row(f"benefits_page.wage-{result.segment}", result.current.wage_sen, segment),
        ]
        if result.current.base_sen != result.current.wage_sen:
            band = (
                self._text("benefits_page.band", band=format_band(result.band))
                if result.band
                else ""
            )
            lines += self._row("benefits_page.base", result.current.base_sen, band)
        return lines

    def summary(self) -> list[str]:
        """Return the lump sums."""
        result = self.result
        jkm, jkk = result.current.cover
        lines = [self._text("benefits_page.summary")]
        lines += self._row("benefits_page.natural-death", jkm, "JKM")
        lines += self._special_cases()
        lines += self._row("benefits_page.accidental-death", jkk, "JKK")
        if result.current.disability_sen is not None:
            lines += self._row("benefits_page.disability", result.current.disability_sen, "JKK")
        if result.assumptions:
            texts = localized_list(result.assumptions, "; ")
            lines += ["", *self.lines.wrap(self._text("benefits_page.assumed", texts=texts))]
        return lines

    def _special_cases(self) -> list[str]:
        """Return what is paid where there are several employers, or no heirs."""
        result, lines, cite = self.result, [], self.lines.sources.cite
        if several := result.by_employers:
            name = self._text("benefits_page.several-employers", employers=result.employers)
            amount, source = rupiah.format_rupiah(several[0]), f"JKM {cite(several[1])}"
            lines += self.lines.columns(name, amount, source)
        if no_heirs := result.without_heirs:
            source = self._text("benefits_page.funeral-only", source=cite(no_heirs[1]))
            lines += self._row("benefits_page.no-heirs", no_heirs[0], source)
        return lines

    def higher_wages(self) -> list[str]:
        """Return what the next round wages would cost and pay."""
        segment = self.result.segment
        bases = (self.result.current, *self.result.higher)
        columns: list[tuple[str, list[int | None]]] = [
            (f"benefits_page.wage-{segment}", [base.wage_sen for base in bases]),
            ("benefits_page.base", [base.base_sen for base in bases]),
            ("benefits_page.column-premium", [base.premium_sen for base in bases]),
            ("benefits_page.column-accident", [base.cover.jkk_sen for base in bases]),
            ("benefits_page.column-disability", [base.disability_sen for base in bases]),
            ("benefits_page.column-inability", [base.month_sen for base in bases]),
        ]
        if segment == "pu":
            del columns[1]
        filled_rows = [
            [self._text(key), *(rupiah.format_rupiah(sen or 0) for sen in amounts)]
            for key, amounts in columns
            if None not in amounts
        ]
        rows = align(list(zip(*filled_rows, strict=True)), ">", gap="   ")
        note = self.lines.wrap(self._text("benefits_page.higher-note"), indent="  ")
        return [self._text(f"benefits_page.higher-{segment}"), *rows, *note]

    def conditions(self) -> list[str]:
        """Return the conditions, and when a claim is lost."""
        result, law = self.result, self.result.law
        waiting = ((entry.segments, entry.text, entry) for entry in law.waiting)
        rules = ((entry.segments, entry.text, entry) for entry in law.rules)
        lines = [
            line
            for segments, text, entry in (*waiting, *rules)
            if result.segment in segments and entry.in_force(result.day)
            for line in self._bullet(text.in_language(self.language), entry)
        ]
        for lapse in in_force(law.lapses, result.day):
            text = self._text(
                "benefits_page.claim-lapses",
                programme=lapse.programme,
                years=lapse.years,
                text=lapse.text,
            )
            lines += self._bullet(text, lapse)
        return [self._text("benefits_page.conditions"), *lines] if lines else []

    def _bullet(self, text: str, source: Citation) -> list[str]:
        text = f"{text} {self.lines.sources.cite(source)}"
        return self.lines.wrap(text, indent="  - ", hanging="    ")

    def own_grants(self) -> list[str]:
        """Return what the election bodies pay themselves."""
        grants: dict[tuple[str, int, bool, Report | None], list[Citation]] = {}
        for entry in self.result.santunan:
            name = entry.name.in_language(self.language)
            key = (name, entry.amount, entry.at_most, entry.disputed)
            grants.setdefault(key, []).append(entry)
        if not grants:
            return []
        bodies = dict.fromkeys(
            _BODY_NAMES[body] for entry in self.result.santunan for body in entry.bodies
        )
        lines = []
        for (name, amount, at_most, disputed), entries in grants.items():
            source = self.lines.sources.cite(*entries) + self._disputed(disputed)
            lines += self.lines.columns(name, self.lines.amount(amount, at_most), source)
        first, *second = bodies
        title = (
            self._text("benefits_page.own-grants-of-two", first=first, second=second[0])
            if second
            else self._text("benefits_page.own-grants", body=first)
        )
        return [title, *lines]

    def _disputed(self, report: Report | None) -> str:
        """Return what another source has."""
        if report is None:
            return ""
        return self._text(
            "benefits_page.disputed",
            amount=rupiah.format_rupiah(report.amount),
            source=self.lines.sources.cite(report),
        )

    def unread(self) -> list[str]:
        """Return what is not known."""
        gaps = list(in_force(self.result.law.unread, self.result.day))
        lines = [
            line
            for gap in gaps
            for line in self.lines.wrap(
                gap.text.in_language(self.language), indent="  - ", hanging="    "
            )
        ]
        return [self._text("benefits_page.unread"), *lines] if lines else []

    def sources(self) -> list[str]:
        """Return the sources that were cited."""
        return [
            self._text("benefits_page.sources"),
            *self.lines.sources.listing(self.language),
        ]

    def checked_on(self) -> list[str]:
        """Return when the file was last checked, and how much of it was read in the law itself."""
        checked, sure = self.result.law.checked_on, count_by_confidence(self.result.law)
        text = self._text(
            "benefits_page.checked",
            day=checked.isoformat(),
            read=sure[READ],
            values=sure.total(),
        )
        stale = [self._text("benefits_page.stale")] if self.result.day > checked else []
        return [*self.lines.wrap(text), *stale]
