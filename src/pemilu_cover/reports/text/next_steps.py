"""What comes next: the steps that a run leaves to the clerk, each true for this run, the first first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.shell_commands import PROGRAM, Command, shell_path
from pemilu_cover.i18n.messages import Language, LocalizedText
from pemilu_cover.reports.xlsx import other_members
from pemilu_cover.roster.findings import CORRECTIONS

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

_PLACE_OF_WORK = "location"
_LANGUAGES: tuple[Language, Language] = ("id", "en")


class NextStep(NamedTuple):
    """One thing to do: the lines that are to be written into a file, the commands to be typed."""

    text: LocalizedText
    lines: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()


_NOBODY = LocalizedText(
    "tidak ada yang perlu didaftarkan: semuanya ASN, TNI, atau Polri, atau dihapus; bila keliru, betulkan"
    " status pegawainya di roster (atau kolom Hapus), lalu jalankan lagi",
    "nobody is to be enrolled: all are civil servants, soldiers or police, or struck out; if that is wrong,"
    " correct their status in the roster (or the column Hapus), then run again",
)
_WHERE_STATED = LocalizedText(
    "lembar Dikecualikan di corrections.xlsx menyebut siapa yang menyatakannya dan di sel mana",
    "the sheet Dikecualikan of corrections.xlsx names who stated it, and in which cell",
)

# Identity cards often show no blood group, and SIPP has no code for one that is not known.
_BLOOD = NextStep(
    LocalizedText(
        "golongan darah yang belum diketahui: lihat kartu donor atau rekam medis, atau periksakan di"
        " Puskesmas atau Unit Donor Darah PMI; bila tidak dapat, tanyakan kepada kantor cabang BPJS"
        " Ketenagakerjaan apa yang diterima, lalu tulis di berkas perjanjian",
        "blood groups that nobody knows: see a donor card or medical record, or have them tested at a"
        " Puskesmas or the blood bank of PMI; where that cannot be done, ask the branch of BPJS"
        " Ketenagakerjaan what it accepts, and write that into the agreement",
    ),
    ("[defaults]", 'blood = "<A, B, AB, O>"'),
)


_NO_PLACE = LocalizedText(
    "SIPP menuntut lokasi pekerjaan, dan roster tidak menyebutnya; isi kolom Kabupaten/Kota di {where}, atau"
    " lewat perjanjian",
    "SIPP demands the place of work, and the roster does not tell it; fill in Kabupaten/Kota in {where}, or"
    " in the agreement",
)
_IN_ROSTER = LocalizedText("roster", "the roster")
_IN_LENGKAPI = LocalizedText(
    "lembar Lengkapi (satu baris cukup bila sama untuk semua)",
    "the sheet Lengkapi (one row is enough where it is the same for all)",
)
_LACKING = LocalizedText(
    "{n} orang terdaftar yang isiannya kurang, di lembar Lengkapi",
    "{n} enrolled people who lack cells, in the sheet Lengkapi",
)


def missing_field_counts(enrolment: Enrolment) -> dict[str, int]:
    """Count, by field, the enrolled people who lack a cell that SIPP demands; the commonest first."""
    cells = enrolment.incomplete["missing"].explode().drop_nulls()
    return dict(
        cells.value_counts(sort=True).sort("count", "missing", descending=[True, False]).iter_rows()
    )


def kecamatan_field_counts(enrolment: Enrolment) -> dict[str, int]:
    """Count the same, but for the place of work: that is the office's to say, no kecamatan can."""
    return {
        name: people
        for name, people in missing_field_counts(enrolment).items()
        if name != _PLACE_OF_WORK
    }


def is_in_order(enrolment: Enrolment) -> bool:
    """Return whether somebody is enrolled, and nothing is to be mended, filled in or looked through."""
    warned = any(finding.level == "warning" for finding in enrolment.judged.findings)
    return bool(enrolment.people.height) and enrolment.is_in_order and not warned


def after_enrolment(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return what is to be done with the files of a result."""
    judged = enrolment.judged
    yield from _lost_corrections(enrolment)
    yield from _not_understood(enrolment)
    if _is_all_excluded(enrolment):
        text = LocalizedText(*(f"{_NOBODY.say(of)}; {_WHERE_STATED.say(of)}" for of in _LANGUAGES))
        yield NextStep(text, commands=(enrolment.run.enrol("--force"),))
        return
    yield from _place_of_work(enrolment)
    if judged.held_back or kecamatan_field_counts(enrolment):
        yield _send_back(enrolment)
        if "blood" in kecamatan_field_counts(enrolment):
            yield _BLOOD
    elif any(finding.level == "warning" for finding in judged.findings):
        yield NextStep(
            LocalizedText(
                "periksa peringatan di corrections.xlsx sebelum mengunggah",
                "look through the warnings in corrections.xlsx before you upload",
            )
        )
    yield from _look_through_exclusions(enrolment)
    yield from _upload(enrolment)
    yield from _cover(enrolment)
    if enrolment.people.height:
        yield NextStep(
            LocalizedText("cetak dan tanda tangani invoice.xlsx", "print and sign invoice.xlsx")
        )


def _look_through_exclusions(enrolment: Enrolment) -> Iterator[NextStep]:
    """Ask for a look at who is excluded: by mistake, somebody is without cover."""
    people = int(enrolment.judged.frame.select(pl.col("excluded") & ~pl.col("struck")).sum().item())
    if not people:
        return
    yield NextStep(
        LocalizedText(
            f"periksa lembar Dikecualikan di corrections.xlsx ({people} orang): yang keliru"
            " dikecualikan tidak terlindung",
            f"look through the sheet Dikecualikan in corrections.xlsx ({people} people): whoever is"
            " excluded by mistake has no cover",
        )
    )


def _cover(enrolment: Enrolment) -> Iterator[NextStep]:
    """Ask the office to decide about months that buy nothing, and days without cover, before it pays."""
    for gap in coverage_problems(enrolment.account):
        yield NextStep(
            LocalizedText(
                f"sebelum membayar, putuskan: {gap.mend.id}; lalu jalankan lagi",
                f"before you pay, decide: {gap.mend.en}; then run again",
            )
        )


def _lost_corrections(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return the step for what corrections files say and nobody could use."""
    findings = enrolment.judged.findings
    lost = [f for f in findings if f.about == CORRECTIONS and f.level == "error"]
    if lost:
        files = ", ".join(sorted({finding.file for finding in lost}))
        yield NextStep(
            LocalizedText(
                f"betulkan berkas perbaikan ({files}) seperti tertulis di atas, lalu kirim lagi dengan nama"
                " yang sama",
                f"correct the corrections file ({files}) as told above, and send it again under the same"
                " name",
            )
        )


def _not_understood(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return the step for cells that were not read: they are corrected in the roster alone."""
    if number := len(enrolment.judged.roster.not_understood):
        yield NextStep(
            LocalizedText(
                f"betulkan {number} tempat di roster yang belum dibaca (lembar Belum dibaca di"
                " corrections.xlsx), lalu jalankan lagi",
                f"correct {number} place(s) of the roster that were not read (sheet Belum dibaca of"
                " corrections.xlsx), then run again",
            )
        )


def _send_back(enrolment: Enrolment) -> NextStep:
    """Return who fills the corrections in, and how what comes back is merged."""
    held = len(enrolment.judged.held_back)
    gaps = enrolment.incomplete["missing"].list.set_difference([_PLACE_OF_WORK]).list.len() > 0
    concerned = (
        (held, LocalizedText("{n} orang belum didaftarkan", "{n} people held back")),
        (int(gaps.sum()), _LACKING),
    )
    told_id, told_en = (
        ", ".join(said.fill(language, {"n": n}) for n, said in concerned if n)
        for language in _LANGUAGES
    )
    parted = any(path.parent.name == "corrections" for path in enrolment.files)
    what = "corrections/*.xlsx" if parted else "corrections.xlsx"
    return NextStep(
        LocalizedText(
            f"kirim {what} ke kecamatan ({told_id}); simpan yang kembali terisi di tempat yang sama, lalu"
            " gabungkan dengan",
            f"send {what} to the kecamatan ({told_en}); save what comes back filled in in its place, and"
            " merge it by",
        ),
        commands=(_merging(enrolment),),
    )


def after_strict(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return what is to be done where ``--strict`` wrote nothing."""
    yield from _place_of_work(enrolment)
    if enrolment.judged.has_errors:
        yield NextStep(
            LocalizedText(
                "betulkan yang disebut di atas di roster, lalu jalankan lagi",
                "mend what is named above in the roster, then run again",
            ),
            commands=(enrolment.run.enrol("--strict"),),
        )
    yield NextStep(
        LocalizedText(
            "atau jalankan tanpa --strict: yang sudah benar ditulis, dan corrections.xlsx menyebut"
            " sel yang kurang",
            "or run without --strict: who is in order is written, and corrections.xlsx names the"
            " cells that lack",
        ),
        commands=(enrolment.run.enrol(),),
    )


def after_check(enrolment: Enrolment, marked: Path | None) -> Iterator[NextStep]:
    """Return what is to be done with the findings of a roster; ``marked`` is the copy with marks."""
    judged = enrolment.judged
    if _is_all_excluded(enrolment):
        yield NextStep(_NOBODY, commands=(enrolment.run.check(),))
        return
    to_mend = any(finding.level != "info" for finding in judged.findings)
    if to_mend and marked:
        yield NextStep(
            LocalizedText(
                f"buka {marked}: betulkan sel yang berwarna, simpan, lalu periksa lagi berkas itu",
                f"open {marked}: mend the coloured cells, save it, and check that file again",
            ),
            commands=(enrolment.run._replace(rosters=(shell_path(marked),)).check(),),
        )
    elif judged.has_errors:
        yield NextStep(
            LocalizedText(
                "betulkan sel yang salah di roster, lalu periksa lagi (--annotate memberi salinan dengan"
                " sel yang ditandai)",
                "mend the cells that are held back, then check again (--annotate gives a copy with the"
                " cells marked)",
            ),
            commands=(enrolment.run.check(*_annotating(enrolment)),),
        )
    if judged.has_errors:
        code = next(finding.code for finding in judged.findings if finding.level == "error")
        yield NextStep(
            LocalizedText("cara membetulkan satu kode, misalnya", "how to mend a code, such as"),
            commands=((PROGRAM, "explain", code),),
        )
    yield from _place_of_work(enrolment)
    yield from _enrol(enrolment)


def _annotating(enrolment: Enrolment) -> Command:
    """Return the option that gives a copy of the roster with marks; only a workbook can have them."""
    rosters = [Path(roster) for roster in enrolment.run.rosters]
    if len(rosters) != 1 or rosters[0].suffix.lower() != ".xlsx":
        return ()
    return ("--annotate", shell_path(rosters[0].with_name(f"{rosters[0].stem}-ditandai.xlsx")))


def _place_of_work(enrolment: Enrolment) -> Iterator[NextStep]:
    if _PLACE_OF_WORK in missing_field_counts(enrolment):
        where = _IN_LENGKAPI if enrolment.out else _IN_ROSTER
        step = _into_agreement(
            enrolment,
            LocalizedText(*(_NO_PLACE.say(of).format(where=where.say(of)) for of in _LANGUAGES)),
        )
        yield step._replace(
            commands=(*step.commands, *((_merging(enrolment),) if enrolment.out else ()))
        )


def _into_agreement(enrolment: Enrolment, why: LocalizedText) -> NextStep:
    """Ask for what only the office knows: a line of its agreement, which may not exist yet."""
    if enrolment.judged.terms.agreement.model_fields_set:
        what = LocalizedText(
            "tulis di berkas perjanjian, lalu jalankan lagi",
            "write into the agreement, then run again",
        )
    else:
        what = LocalizedText(
            "simpan baris ini sebagai pks.toml, isi yang di dalam <>, lalu jalankan lagi dengan"
            " --agreement pks.toml",
            "save this line as pks.toml, fill in what stands in <>, then run again with"
            " --agreement pks.toml",
        )
    more = () if enrolment.run.has_agreement else ("--agreement", "pks.toml")
    again = enrolment.run.again(*more)
    text = LocalizedText(f"{why.id}: {what.id}", f"{why.en}: {what.en}")
    return NextStep(text, (_employer_line(enrolment),), (again,))


def _merging(enrolment: Enrolment) -> Command:
    """Return the command that merges corrections which were filled in where they lie."""
    parted = any(path.parent.name == "corrections" for path in enrolment.files)
    returned = (enrolment.out or Path()) / ("corrections" if parted else "corrections.xlsx")
    return enrolment.run.enrol("--complete", shell_path(returned), "--force")


def _employer_line(enrolment: Enrolment) -> str:
    """Return the agreement's line about the employer, with what is known and what is to be filled in."""
    employer = enrolment.judged.terms.agreement.employer
    place = enrolment.completed.location
    known = {
        "name": employer.name,
        "npp": employer.npp or "<NPP>",
        "location": place.code if place else "<kode kabupaten/kota, 4 angka>",
    }
    # A JSON string is a TOML string.
    cells = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in known.items() if value
    ]
    return f"employer = {{ {', '.join(cells)} }}"


def _upload(enrolment: Enrolment) -> Iterator[NextStep]:
    lists = other_members.list_names(enrolment.ready)
    if enrolment.ready.filter(~other_members.needs_other_list()).height:
        if not enrolment.judged.terms.agreement.employer.npp:
            yield _into_agreement(
                enrolment,
                LocalizedText(
                    "SIPP hanya menerima berkas bernama template_tk_<NPP>.xlsx",
                    "SIPP takes only a file that is named template_tk_<NPP>.xlsx",
                ),
            )
        yield NextStep(
            LocalizedText(
                "unggah template_tk di SIPP Online (Upload TK Mendaftar)",
                "upload template_tk in SIPP Online (Upload TK Mendaftar)",
            )
        )
    if "peserta_lanjutan.xlsx" in lists:
        yield NextStep(
            LocalizedText(
                "daftarkan peserta lama dari peserta_lanjutan.xlsx dengan templat TK lanjutan",
                "enrol the returning members in peserta_lanjutan.xlsx by SIPP's template for them",
            )
        )
    if "peserta_bpu.xlsx" in lists:
        yield NextStep(
            LocalizedText(
                "daftarkan peserta BPU dari peserta_bpu.xlsx melalui kantor cabang BPJS Ketenagakerjaan",
                "enrol the BPU members in peserta_bpu.xlsx through the branch of BPJS Ketenagakerjaan",
            )
        )


def _enrol(enrolment: Enrolment) -> Iterator[NextStep]:
    """Report that nobody's cover has to wait for the others."""
    people = enrolment.people.height
    if not people:
        return
    if kecamatan_field_counts(enrolment):
        yield NextStep(
            LocalizedText(
                "daftar sel yang kurang, untuk diisi di kecamatan, ditulis oleh",
                "the list of cells that lack, for the kecamatan to fill in, is written by",
            ),
            commands=(enrolment.run.enrol(),),
        )
    if enrolment.judged.held_back:
        yield NextStep(
            LocalizedText(
                "yang lain tidak perlu menunggu: daftarkan sekarang dengan",
                "the others need not wait: enrol them now with",
            ),
            commands=(enrolment.run.enrol(),),
        )
    elif enrolment.is_in_order:
        yield NextStep(
            LocalizedText("daftarkan dengan", "enrol them with"), commands=(enrolment.run.enrol(),)
        )


def _is_all_excluded(enrolment: Enrolment) -> bool:
    return len(enrolment.judged.excluded) == enrolment.judged.frame.height
