-- What it checks: Each mart of outcomes, content and organization adds up to the models that it reads, and its parts
-- add up to their whole.
-- When it matters: Always. A row is a total that differs between two models.
-- How to resolve it: Group both sides by course run until few rows differ.
{% set outcomes, by_course = ref('learner_course_outcomes'), ref('course_outcomes') %}
{% set every_outcome = 'passed_learners + failed_learners + completed_learners + withdrawn_learners'
    ~ ' + in_progress_learners + not_started_learners + unknown_learners' %}
{% set every_timeliness = 'early_learners + on_time_learners + late_learners + missing_learners + excused_learners'
    ~ ' + open_learners + undated_learners + unknown_learners' %}
{% set every_status = 'valid_learners + expiring_learners + expired_learners + undated_learners'
    ~ ' + in_progress_learners + missing_learners' %}
{{ totals_that_differ([
    ('learner_course_outcomes: participations', ref('fct_participations'), 'count(*)', outcomes, 'count(*)'),
    ('learner_course_outcomes: active days', ref('fct_participations'), 'sum(active_days)',
        outcomes, 'sum(active_days)'),
    ('course_outcomes: learners', outcomes, 'count(*)', by_course, 'sum(' ~ every_outcome ~ ')'),
    ('course_outcomes: enrolled', outcomes, 'count(enrollment_status)', by_course, 'sum(enrolled_learners)'),
    ('course_outcomes: credits', outcomes, 'sum(credits_earned)', by_course, 'sum(credits_earned)'),
    ('course_grade_distribution: graded', by_course, 'sum(graded_learners)',
        ref('course_grade_distribution'), 'sum(learners)'),
    ('assessment_outcomes: attempts', ref('fct_attempts'), 'count(assessment_id)',
        ref('assessment_outcomes'), 'sum(attempts)'),
    ('assessment_score_bands: scored', ref('assessment_outcomes'), 'sum(scored_attempts)',
        ref('assessment_score_bands'), 'sum(attempts)'),
    ('item_analysis: responses', ref('fct_item_responses'), 'count(item_id)',
        ref('item_analysis'), 'sum(responses)'),
    ('item_options: responses', ref('fct_item_responses'),
        'count(case when item_id is not null then response_option end)', ref('item_options'), 'sum(responses)'),
    ('assignment_timeliness: learners', ref('learner_assignments'), 'count(*)',
        ref('assignment_timeliness'), 'sum(' ~ every_timeliness ~ ')'),
    ('learner_assignments: handed in', ref('fct_submissions') ~ ' as submissions inner join '
        ~ ref('fct_participations') ~ ' as participations on submissions.learner_id = participations.learner_id'
        ~ ' and submissions.course_run_id = participations.course_run_id', 'count(submitted_at)',
        ref('learner_assignments'), 'sum(submissions)'),
    ('program_funnel: entered', ref('learner_programs'), 'count(*)',
        ref('program_funnel'), "sum(case when stage = 'entered' then learners else 0 end)"),
    ('certification_compliance: assigned', ref('learner_certifications'),
        'count(case when ' ~ is_true('is_assigned') ~ ' then 1 end)', ref('certification_compliance'),
        "sum(case when org_unit_id = 'everybody' then " ~ every_status ~ " else 0 end)"),
    ('course_learning_gains: learners', ref('learner_learning_gains'), 'count(*)',
        ref('course_learning_gains'), 'sum(learners)'),
    ('activity_effectiveness: reached', ref('activity_engagement') ~ ' as engagement inner join '
        ~ ref('activity_effectiveness') ~ ' as effectiveness on engagement.activity_id = effectiveness.activity_id'
        ~ ' and engagement.course_run_id = effectiveness.course_run_id',
        'count(case when engagement.learners > effectiveness.learners then 1 end)',
        ref('dim_date'), 'count(case when 1 = 0 then 1 end)'),
]) }}
