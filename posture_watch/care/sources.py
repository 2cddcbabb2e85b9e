"""Where what we say comes from. Each source was seen, or is called what it is."""

# ruff: noqa: E501  # a source a line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """``cited``: authors, year and what it is, as short as it can be found by. Titles stay as they are, untranslated."""

    key: str
    cited: str


SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        # guidelines and reviews on back pain
        Source("nice_ng59", "NICE guideline NG59, Low back pain and sciatica in over 16s, 2016, updated 2020"),
        Source(
            "acp_2017",
            "Qaseem and others 2017, guideline of the American College of Physicians on noninvasive care of low back pain, Annals of Internal Medicine",
        ),
        Source("lancet_2018", "Foster and others 2018, Lancet series on low back pain, paper 2"),
        Source("hartvigsen_2018", "Hartvigsen and others 2018, Lancet series on low back pain, paper 1"),
        Source("french_2006", "French and others 2006, Superficial heat or cold for low back pain, Cochrane review"),
        Source(
            "finucane_2020",
            "Finucane and others 2020, International framework for red flags for potential serious spinal pathologies, JOSPT",
        ),
        Source(
            "swain_2020",
            "Swain and others 2020, No consensus on causality of spine postures or physical exposure and low back pain, review of 41 reviews, Journal of Biomechanics",
        ),
        Source(
            "lee_2021", "Lee and others 2021, review of 14 studies of feedback from wearable sensors at work, Sensors"
        ),
        Source(
            "steffens_2016",
            "Steffens and others 2016, review of trials of exercise and education for low back pain, JAMA Internal Medicine",
        ),
        Source(
            "pengel_2003",
            "Pengel and others 2003, Acute low back pain: systematic review of its prognosis, BMJ 327:323",
        ),
        Source(
            "jahn_2024",
            "Jahn and others 2024, Occupational psychosocial exposures and chronic low-back pain, review of 20 studies, Scandinavian Journal of Work, Environment & Health",
        ),
        # at the desk: breaks and sitting
        Source(
            "sihawong_2014",
            "Sihawong and others 2014, trial of stretching and endurance training in office workers, Occupational and Environmental Medicine",
        ),
        Source(
            "waongenngarm_2021",
            "Waongenngarm and others 2021, trial of active breaks and postural shifts in 193 office workers, Scandinavian Journal of Work, Environment & Health",
        ),
        Source(
            "luger_2019", "Luger and others 2019, work-break schedules and musculoskeletal complaints, Cochrane review"
        ),
        Source("radwan_2022", "Radwan and others 2022, review of active microbreaks of office workers"),
        Source(
            "bg_bau",
            "BG BAU (German statutory accident insurance for construction), advice on changing posture in office work",
        ),
        Source("hse_dse", "Health and Safety Executive (Great Britain), Working with display screen equipment"),
        Source(
            "andersen_2011",
            "Andersen and others 2011, trial of small daily amounts of resistance training for neck and shoulder pain, Pain",
        ),
        # what went before an episode
        Source(
            "steffens_2015",
            "Steffens and others 2015, What triggers an episode of acute low back pain? A case-crossover study, Arthritis Care & Research",
        ),
        Source(
            "suri_2018",
            "Suri and others 2018, Do physical activities trigger flare-ups during an acute low back pain episode?, case-crossover study, Spine",
        ),
        Source("maclure_1991", "Maclure 1991, The case-crossover design, American Journal of Epidemiology"),
        Source(
            "ostelo_2008",
            "Ostelo and others 2008, Interpreting change scores for pain and functional status in low back pain, Spine",
        ),
        # water, tissue and muscles in the laboratory
        Source(
            "miller_2010",
            "Miller and others 2010, Three percent hypohydration does not affect threshold frequency of electrically induced cramps, Medicine & Science in Sports & Exercise",
        ),
        Source(
            "mcgill_1992",
            "McGill and Brown 1992, Creep response of the lumbar spine to prolonged full flexion, Clinical Biomechanics",
        ),
        Source(
            "courville_2005",
            "Courville and others 2005, on rest after static flexion of the lumbar spine, Journal of Electromyography and Kinesiology",
        ),
        Source(
            "xia_2008",
            "Xia and Frey Law 2008, A theoretical approach for modeling peripheral muscle fatigue and recovery, Journal of Biomechanics",
        ),
        Source("looft_2018", "Looft and others 2018, the same model with rest between tasks, Journal of Biomechanics"),
        # how bodies are measured, limits of postures
        Source("rula", "McAtamney and Corlett 1993, RULA, Applied Ergonomics"),
        Source("iso_11226", "ISO 11226:2000, Ergonomics, Evaluation of static working postures"),
        Source("lau_2009", "Lau and others 2009, craniovertebral angle with and without neck pain"),
        Source("raine_1997", "Raine and Twomey 1997, head and shoulder posture of asymptomatic people"),
        # reminders
        Source("ancker_2017", "Ancker and others 2017, alert fatigue, BMC Medical Informatics and Decision Making"),
        Source("marco_ahullo_2024", "Marco-Ahulló and others 2024, how often feedback on posture helps most"),
        # the law that says what this program may not be
        Source("eu_mdr", "Regulation (EU) 2017/745 on medical devices, Article 2(1)"),
        Source("eu_ai_act", "Regulation (EU) 2024/1689 on artificial intelligence, Article 5(1)(f)"),
        # exercises
        Source(
            "mcgill_1998", "McGill 1998, Low back exercises: evidence for improving exercise regimens, Physical Therapy"
        ),
        Source(
            "snook_1998",
            "Snook and others 1998, trial of bending less in the early morning with chronic low back pain, Spine",
        ),
        Source("ours", "Plain advice of this program; no study of its own stands behind it"),
    )
}
"""By key."""
