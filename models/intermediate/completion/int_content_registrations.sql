-- Registrations for packages of content that their systems report on; those of cmi5 come from statements.
{{ with_learner_and_course('content_registrations') }}
