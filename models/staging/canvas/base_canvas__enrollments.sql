{{ config(enabled=uses('canvas'), schema='pii') }}

with enrollments as (

    {{ all_records('canvas', 'enrollments', [
        ['enrollment_id', ['id'], 'text'],
        ['user_id', ['user_id'], 'text'],
        ['course_id', ['course_id'], 'text'],
        ['section_id', ['course_section_id'], 'text'],
        ['enrollment_type', ['type'], 'text'],
        ['enrollment_role', ['role'], 'text'],
        ['enrollment_state', ['enrollment_state'], 'text'],
        ['workflow_state', ['workflow_state'], 'text'],
        ['starts_at', ['start_at'], 'timestamp'],
        ['ends_at', ['end_at'], 'timestamp'],
        ['changed_at', ['updated_at'], 'timestamp'],
        ['user_name', ['user', 'name'], 'text'],
        ['sis_user_id', ['user', 'sis_user_id'], 'text'],
        ['current_score', ['grades', 'current_score'], 'float'],
        ['final_score', ['grades', 'final_score'], 'float'],
        ['override_score', ['grades', 'override_score'], 'float'],
        ['current_grade', ['grades', 'current_grade'], 'text'],
        ['final_grade', ['grades', 'final_grade'], 'text'],
        ['override_grade', ['grades', 'override_grade'], 'text'],
    ]) }}

),

sections as (

    {{ latest_records('canvas', 'sections', [
        ['section_id', ['id'], 'text'],
        ['course_id', ['course_id'], 'text'],
    ]) }}

)

select
    enrollments.source_id,
    enrollments.enrollment_id,
    enrollments.user_id,
    -- Exports of the table contain the section, not the course.
    coalesce(enrollments.course_id, sections.course_id) as course_id,
    enrollments.section_id,
    enrollments.enrollment_type,
    enrollments.enrollment_role,
    coalesce(enrollments.enrollment_state, enrollments.workflow_state) as enrollment_state,
    enrollments.starts_at,
    enrollments.ends_at,
    enrollments.changed_at,
    enrollments.user_name,
    enrollments.sis_user_id,
    enrollments.current_score,
    enrollments.final_score,
    enrollments.override_score,
    enrollments.current_grade,
    enrollments.final_grade,
    enrollments.override_grade,
    enrollments.extracted_at,
    enrollments.load_id,
    enrollments.record_number,
    row_number() over (
        partition by enrollments.source_id, enrollments.enrollment_id
        order by enrollments.load_id desc, enrollments.record_number desc
    ) as version_rank
from enrollments
left join sections
    on enrollments.source_id = sections.source_id
    and enrollments.section_id = sections.section_id
where enrollments.enrollment_id is not null
