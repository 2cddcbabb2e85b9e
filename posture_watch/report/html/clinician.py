"""The page to take along: one sheet of paper with figures and the diary. It interprets nothing."""

from __future__ import annotations

from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.measuring import MEASURED
from posture_watch.core.words import duration
from posture_watch.report.clinician import (
    ClinicianReport,
    coverage_words,
    number_words,
    period_words,
    sources_words,
    title,
)
from posture_watch.report.html.episodes import WIDTHS_MM, episode_table
from posture_watch.report.html.frame import document, section
from posture_watch.report.html.markup import Html, el, joined
from posture_watch.report.html.pain_plot import legend, pain_plot
from posture_watch.report.html.parts import figure, seen
from posture_watch.report.words import short_date
from posture_watch.texts import retold, text

_COLUMNS = "".join(
    f".episodes th:nth-child({number}){{width:{100 * width / sum(WIDTHS_MM):.1f}%}}"
    for number, width in enumerate(WIDTHS_MM, start=1)
)
# ruff: noqa: E501  # a style sheet reads by its own lines
SHEET = f"""
body{{font-family:Arial,"Liberation Sans",Helvetica,"Nimbus Sans",sans-serif}}
.name{{display:flex;gap:.75rem;max-width:none;margin:1rem 0 .5rem}}.name span{{flex:1;border-bottom:1px solid var(--ink)}}
.told{{fill:var(--ink)}}.worst{{fill:none;stroke:var(--ink);stroke-width:1.5}}.belongs{{stroke:var(--muted);stroke-width:1}}.began{{stroke:var(--muted);stroke-dasharray:2 3}}
.scroll{{overflow-x:auto}}.episodes{{table-layout:fixed;min-width:46rem}}.episodes td,.episodes th{{overflow-wrap:anywhere;padding-right:.4rem}}{_COLUMNS}
.limits{{margin:0;padding-left:1.1rem;font-size:.9rem}}.sources{{font-size:.8rem;color:var(--muted);max-width:none}}
@page{{size:A4 portrait;margin:10mm}}
@media print{{html{{overflow:hidden}}body{{font-size:8.5pt;line-height:1.25;height:276mm;overflow:hidden;display:flex;flex-direction:column}}
body>*,main>*{{flex:none}}main{{flex:0 1 auto;min-height:0;display:flex;flex-direction:column}}section[aria-labelledby=episodes]{{flex:0 1 auto;min-height:0;overflow:hidden}}
main,header,footer{{width:190mm;margin:0;padding:0}}header{{padding:0}}h1{{font-size:12pt;color:var(--ink)}}h2{{font-size:9pt;margin:0 0 1mm}}section{{margin:2.5mm 0 0}}p{{margin:.5mm 0;max-width:none}}
.name{{margin:3mm 0 2mm}}.figures{{margin:1mm 0 0;gap:1mm 4mm;grid-template-columns:repeat(4,1fr)}}.figures dt{{font-size:8pt}}.figures div{{border-top-width:1px;padding-top:.5mm}}.figures .value{{font-size:10pt}}.quiet{{font-size:7.5pt}}
.legend{{font-size:7.5pt;margin:0;gap:0 4mm}}.chart{{margin:0}}text{{font-size:10px}}.scroll{{overflow:visible}}
.episodes{{min-width:0;font-size:7.5pt;line-height:3.15mm;width:190mm}}.episodes caption{{font-size:7.5pt;padding:0 0 .5mm}}.episodes td,.episodes th{{padding:.6mm 2mm .6mm 0}}.episodes thead th{{font-size:7.5pt}}.episodes .any,.episodes th[scope=row]{{white-space:normal}}
.limits{{font-size:7.5pt;line-height:1.2;padding-left:4mm}}.sources{{font-size:6.5pt;line-height:1.15}}footer{{padding:1mm 0 0;margin-top:1.5mm;font-size:7.5pt}}}}
"""


def clinician_page(report: ClinicianReport) -> str:
    """The page as one HTML file, which prints on one sheet of A4."""
    made = text("made on {day}", day=short_date(report.made_on))
    lead = [
        el("p", el("b", text("Name:")), el("span"), class_="name"),
        el("p", el("b", text("Period")), f": {period_words(report)}; {made}. {coverage_words(report)}"),
    ]
    sections = [_figures(report), *_diary(report), _limits(report)]
    foot = [f"{text('Estimates from a camera.')} {retold(DISCLAIMER)}"]
    return document(title(), joined(lead), sections, foot, style=SHEET)


def _figures(report: ClinicianReport) -> Html:
    spasms = sum(one.entry.kind == "spasm" for one in report.episodes)
    pains = text("besides, pain without a spasm: {number}", number=len(report.episodes) - spasms)
    made = [*_sitting(report), figure(text("Spasms noted"), str(spasms), pains)]
    none = text("No day of this period was watched for an hour or more and is over.")
    said = [el("p", none)] if report.sitting is None else []
    return section("figures", text("In figures"), *said, el("dl", joined(made), class_="figures"))


def _sitting(report: ClinicianReport) -> list[Html]:
    """The middle of the watched days, and how many they were; a single day has no quartiles."""
    spread = report.sitting
    if spread is None:
        return []
    days = text("1 day") if spread.days == 1 else text("{number} days", number=spread.days)
    ends = f"{duration(spread.low)} – {duration(spread.high)}"
    middle = figure(text("Sitting a day, median"), duration(spread.middle), seen(report.days))
    quartiles = figure(text("Quartiles"), ends, text("half of the days between"))
    watched = figure(text("Days watched"), days, text("with an hour or more at the desk"))
    return [middle, quartiles, watched] if spread.days > 1 else [middle, watched]


def _diary(report: ClinicianReport) -> list[Html]:
    if not report.episodes:
        return [section("episodes", text("Episodes"), el("p", number_words(report)))]
    plot = pain_plot(report.first, report.last, report.episodes)
    # what can be scrolled must be reached by the keyboard too
    held = el("div", episode_table(report), class_="scroll", tabindex=0, role="group", aria_labelledby="episodes")
    return [
        section("pain", text("Pain over time"), plot, legend()),
        section("episodes", text("Episodes"), held, class_="long"),
    ]


def _limits(report: ClinicianReport) -> Html:
    said = [retold(claim.words) for claim in MEASURED]
    if report.log_first is not None and report.log_first > report.first:
        said.append(text("The log begins on {day}.", day=short_date(report.log_first)))
    listed = el("ul", joined(el("li", one) for one in said), class_="limits")
    return section(
        "limits", text("How it was measured, and its limits"), listed, el("p", sources_words(), class_="sources")
    )
