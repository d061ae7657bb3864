-- How far learners came, as their systems say.
{{ with_learner_and_course('completions') }}
