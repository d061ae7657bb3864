-- Contributions to discussions of every system.
{{ with_learner_and_course('posts') }}
