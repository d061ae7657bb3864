-- Clicks a learner, activity and day, where a system tells nothing finer.
{{ with_learner_and_course('daily_clicks') }}
