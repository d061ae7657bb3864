{{ with_learner_and_course('completions') }}
