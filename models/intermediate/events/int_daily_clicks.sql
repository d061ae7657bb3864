{{ with_learner_and_course('daily_clicks') }}
