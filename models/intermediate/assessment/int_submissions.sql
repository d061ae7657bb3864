-- What learners did, or have yet to do, about something to hand in.
{{ with_learner_and_course('submissions') }}
