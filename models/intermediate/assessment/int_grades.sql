-- Grades of every grade book; those of a whole course name no activity.
{{ with_learner_and_course('grades') }}
