{{ config(enabled=uses('moodle'), schema='pii') }}

with submissions as (

    {{ latest_records('moodle', 'submissions', [
        ['submission_id', ['id'], 'text'],
        ['assignment_id', ['_request', 'assignment_id'], 'text'],
        ['table_assignment_id', ['assignment'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['attempt_number', ['attemptnumber'], 'bigint'],
        ['status', ['status'], 'text'],
        ['time_modified', ['timemodified'], 'time'],
    ]) }}

),

grades as (

    {{ latest_records('moodle', 'assignment_grades', [
        ['grade_id', ['id'], 'text'],
        ['assignment_id', ['_request', 'assignment_id'], 'text'],
        ['table_assignment_id', ['assignment'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['attempt_number', ['attemptnumber'], 'bigint'],
        ['grade', ['grade'], 'float'],
        ['time_modified', ['timemodified'], 'time'],
    ]) }}

),

assignments as (

    select * from {{ ref('base_moodle__activities') }}

),

submitted as (

    select
        source_id,
        submission_id,
        coalesce(assignment_id, table_assignment_id) as assignment_id,
        -- What a group hands in is nobody's own.
        nullif(user_id, '0') as user_id,
        attempt_number,
        lower(status) as status,
        time_modified
    from submissions
    where submission_id is not null

),

-- -1: opened by a teacher, not graded.
graded as (

    select
        source_id,
        grade_id,
        coalesce(assignment_id, table_assignment_id) as assignment_id,
        user_id,
        attempt_number,
        grade,
        time_modified
    from grades
    where grade_id is not null
        and grade >= 0

),

-- A teacher may grade what was never handed in.
joined as (

    select
        coalesce(submitted.source_id, graded.source_id) as source_id,
        submitted.submission_id,
        graded.grade_id,
        coalesce(submitted.assignment_id, graded.assignment_id) as assignment_id,
        coalesce(submitted.user_id, graded.user_id) as user_id,
        coalesce(submitted.attempt_number, graded.attempt_number) as attempt_number,
        submitted.status,
        case when submitted.status = 'submitted' then submitted.time_modified end as submitted_at,
        graded.grade,
        graded.time_modified as graded_at
    from submitted
    full outer join graded
        on submitted.source_id = graded.source_id
        and submitted.assignment_id = graded.assignment_id
        and submitted.user_id = graded.user_id
        and submitted.attempt_number = graded.attempt_number

)

select
    joined.source_id,
    coalesce(
        {{ entity_key('submission', 'submission_id', 'joined') }},
        {{ entity_key('assignment_grade', 'grade_id', 'joined') }}
    ) as submission_key,
    {{ entity_key('user', 'user_id', 'joined') }} as user_identifier,
    assignments.course_key,
    {{ entity_key('assign', 'assignment_id', 'joined') }} as activity_key,
    -- Moodle counts from 0.
    joined.attempt_number + 1 as attempt_number,
    case
        when joined.grade_id is not null then 'graded'
        when joined.status = 'submitted' then 'submitted'
        when joined.status is not null then 'unsubmitted'
    end as status,
    joined.submitted_at,
    joined.graded_at,
    assignments.due_at,
    joined.grade as score_raw,
    assignments.points as score_max,
    {{ unknown('boolean') }} as is_excused
from joined
left join assignments
    on joined.source_id = assignments.source_id
    and joined.assignment_id = assignments.instance_id
    and assignments.module_name = 'assign'
