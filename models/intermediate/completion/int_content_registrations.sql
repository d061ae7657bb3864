-- Registrations of cmi5 are not here, because they come from statements.
{{ with_learner_and_course('content_registrations') }}
