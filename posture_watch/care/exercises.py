"""The exercises there are, as data. Desk moves need a chair and a little room, the others a floor or a band."""

from __future__ import annotations

from collections.abc import Mapping

from posture_watch.care.claim import Claim
from posture_watch.care.exercise import Counted, Exercise

_OWN = ("ours",)
_MEASURED = Claim(
    "In measurements, one of those that train the trunk and load the spine only a little.", ("mcgill_1998",)
)
EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "chin_tuck",
        "Chin tucks",
        "After a while with the head forward.",
        (
            "Sit or stand tall and look straight ahead.",
            "Slide your head straight back, as if to make a double chin. The nose stays level.",
            "Hold, breathe on, then let go.",
        ),
        Claim("8 to 10 times, 5 seconds each.", _OWN),
        ("head_forward", "neck_load"),
        "chair",
        repetitions=8,
        hold_s=5,
        move_s=2,
        least=3,
        seen="repetitions",
    ),
    Exercise(
        "scapular_retraction",
        "Shoulder blades together",
        "After a while with the shoulders rounded.",
        (
            "Sit or stand tall and let the arms hang, the shoulders low.",
            "Draw the shoulder blades back and together, the elbows a little behind you.",
            "Hold, then let go. The shoulders do not climb to the ears.",
        ),
        Claim("10 times, 5 seconds each.", _OWN),
        ("rounded_shoulders", "head_forward", "neck_load"),
        "chair",
        repetitions=10,
        hold_s=5,
        move_s=2,
        least=3,
        seen="repetitions",
    ),
    Exercise(
        "thoracic_extension",
        "Lean back over the backrest",
        "After a slump.",
        (
            "Sit with your bottom right at the back of the chair. Fold your hands behind your head.",
            "Lean the upper back slowly over the top of the backrest and look up.",
            "Hold, then come up again. The lower back stays still.",
        ),
        Claim("8 to 10 times, 3 seconds each.", _OWN),
        ("slump", "rounded_shoulders"),
        "chair",
        repetitions=8,
        hold_s=3,
        move_s=3,
        least=3,
    ),
    Exercise(
        "standing_extension",
        "Bend backwards, standing",
        "After a slump, or more than half an hour of sitting.",
        (
            "Stand with your feet apart and put your hands on the small of your back.",
            "Bend backwards slowly, as far as is comfortable, the knees straight.",
            "Come up again without a pause.",
        ),
        Claim("5 to 10 times, slowly.", _OWN),
        ("slump", "long_sitting"),
        "standing",
        repetitions=8,
        hold_s=1,
        move_s=4,
        least=3,
        seen="standing",
        known=(
            Claim(
                "Bent forward for long, the lower back gives way a little; about half of it is back within two "
                "minutes.",
                ("mcgill_1992",),
            ),
        ),
    ),
    Exercise(
        "hip_flexor",
        "Stretch the front of the hip",
        "After long sitting.",
        (
            "Stand up and take a big step back with one leg. Hold on to the desk.",
            "Bend the front knee a little, the heel behind comes up. Tuck your tail under.",
            "Push the hip forward until the front of it stretches. Hold and breathe on.",
        ),
        Claim("Twice 30 seconds a side.", _OWN),
        ("long_sitting",),
        "standing",
        repetitions=2,
        hold_s=30,
        move_s=3,
        sides=True,
    ),
    Exercise(
        "side_bend",
        "Bend to the side",
        "After a while leaning or tilted to one side.",
        (
            "Sit tall, both feet on the floor, the arms at your sides.",
            "Slide one hand down towards the floor; head and shoulders go along.",
            "Come up again, slowly.",
        ),
        Claim("5 times a side.", _OWN),
        ("tilt",),
        "chair",
        repetitions=5,
        hold_s=1,
        move_s=3,
        least=3,
        sides=True,
        bends=True,
        seen="repetitions",
    ),
    Exercise(
        "neck_rotation",
        "Turn the head",
        "After a while with the head tilted, or still.",
        (
            "Sit tall, the shoulders stay where they are.",
            "Turn your head slowly to one side, as far as is comfortable.",
            "Come back to the middle.",
        ),
        Claim("5 times a side.", _OWN),
        ("tilt", "neck_load"),
        "chair",
        repetitions=5,
        hold_s=1,
        move_s=3,
        least=3,
        sides=True,
        seen="repetitions",
    ),
    Exercise(
        "walk",
        "Walk a little",
        "After anything.",
        (
            "Get up and walk: down the corridor, up the stairs, around the block.",
            "Let the arms swing.",
        ),
        Claim("2 to 5 minutes; 2 or 3 after every half hour of sitting are advised.", ("radwan_2022",)),
        ("long_sitting", "slump", "head_forward", "rounded_shoulders", "tilt", "neck_load", "stiffness"),
        "standing",
        repetitions=1,
        hold_s=120,
        move_s=0,
        seen="leaving",
    ),
    Exercise(
        "cat_camel",
        "Cat and camel",
        "When the back is stiff.",
        (
            "Go down on hands and knees.",
            "Round the back slowly and let the head hang.",
            "Then let the back sink slowly and look ahead. Do not push at either end.",
        ),
        Claim("6 to 8 times to and fro.", _OWN),
        ("stiffness",),
        "floor",
        repetitions=7,
        hold_s=0,
        move_s=6,
        bends=True,
        least=6,
    ),
    Exercise(
        "bird_dog",
        "Bird dog",
        "For the endurance of the back.",
        (
            "Go down on hands and knees, the back flat like a table.",
            "Stretch one arm forward and the opposite leg back, both level.",
            "Hold and breathe on. Then change arm and leg.",
        ),
        Claim("10 seconds each: 6 times, then 4, then 2.", _OWN),
        ("trunk",),
        "floor",
        repetitions=6,
        hold_s=10,
        move_s=3,
        sets=(6, 4, 2),
        loaded=True,
        known=(_MEASURED,),
    ),
    Exercise(
        "side_bridge",
        "Side bridge",
        "For the endurance of the sides.",
        (
            "Lie on one side, the elbow under the shoulder, the knees bent.",
            "Lift the hips until shoulder, hip and knee are one line.",
            "Hold and breathe on, then come down. Too easy? With straight legs.",
        ),
        Claim("10 seconds each: 5 times, then 3, then 1, on either side.", _OWN),
        ("trunk",),
        "floor",
        repetitions=5,
        hold_s=10,
        move_s=3,
        sets=(5, 3, 1),
        sides=True,
        loaded=True,
        known=(_MEASURED,),
    ),
    Exercise(
        "curl_up",
        "A small curl-up",
        "For the endurance of the front.",
        (
            "Lie on your back, one knee bent. Both hands go under the small of your back.",
            "Lift head and shoulders a hand's breadth, in one piece. The lower back stays as it is.",
            "Hold and breathe on, then come down.",
        ),
        Claim("10 seconds each: 5 times, then 3, then 1.", _OWN),
        ("trunk",),
        "floor",
        repetitions=5,
        hold_s=10,
        move_s=3,
        sets=(5, 3, 1),
        loaded=True,
        bends=True,
        known=(_MEASURED,),
    ),
    Exercise(
        "band_raise",
        "Raise the elastic band",
        "For neck and shoulders.",
        (
            "Stand on the middle of an elastic band, an end in each hand, the arms at your sides.",
            "Raise both arms out to the sides up to the height of the shoulders, the elbows a little bent.",
            "Lower them slowly.",
        ),
        Claim("2 minutes a day, 5 days a week.", ("andersen_2011",)),
        ("neck_load",),
        "standing",
        repetitions=24,
        hold_s=1,
        move_s=4,
        sets=(24,),
        loaded=True,
        known=(
            Claim(
                "In one trial, two minutes a day with an elastic band, 5 days a week, eased pain in neck and "
                "shoulders by 1.4 of 10, compared with information alone.",
                ("andersen_2011",),
            ),
        ),
    ),
)
BY_KEY: Mapping[str, Exercise] = {exercise.key: exercise for exercise in EXERCISES}
STRENGTH: tuple[str, ...] = ("bird_dog", "side_bridge", "curl_up", "band_raise")
"""The block of two or three times a week, in this order."""
DESK: tuple[str, ...] = tuple(e.key for e in EXERCISES if not e.loaded and e.place != "floor" and e.key != "walk")
"""What a break at the desk is made of."""
EASY: tuple[str, ...] = ("chin_tuck", "scapular_retraction", "neck_rotation", "walk")
"""What gentler days are made of: these neither load the trunk nor bend it, forward, backward or aside (starting guess:
which moves suit a back after a spasm has not been measured)."""
GENTLE = Claim(
    "Gentler days: only moves that neither load nor bend the back. That choice is ours, a starting guess.", _OWN
)
"""Said with a routine that is made of them for that reason."""
SAFETY: tuple[Claim, ...] = (
    Claim("Nothing should hurt: go only as far as is comfortable.", _OWN),
    Claim("Stop if pain goes down the leg.", _OWN),
)
"""Said with every routine."""
MORNING = Claim("No heavy bending first thing in the morning.", ("snook_1998",))
"""Said with a routine that leaves bending out for that reason."""
CAMERA_WORDS: Mapping[Counted | None, str] = {
    "repetitions": "The camera can count this one.",
    "standing": "The camera sees only that you stand up.",
    "leaving": "The camera sees that you walk away.",
    None: "The camera cannot see this one.",
}
"""What a camera in front sees of an exercise, said to the user."""
