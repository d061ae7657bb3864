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

assignment_grades as (

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

activities as (

    select * from {{ ref('base_moodle__activities') }}

),

assignment_submissions as (

    select
        source_id,
        submission_id,
        coalesce(assignment_id, table_assignment_id) as assignment_id,
        -- Submissions of a group have the user 0.
        nullif(user_id, '0') as user_id,
        attempt_number,
        lower(status) as status,
        time_modified
    from submissions
    where submission_id is not null

),

-- Moodle stores the grade -1 if a teacher opened a submission without grading it.
given_grades as (

    select
        source_id,
        grade_id,
        coalesce(assignment_id, table_assignment_id) as assignment_id,
        user_id,
        attempt_number,
        grade,
        time_modified
    from assignment_grades
    where grade_id is not null
        and grade >= 0

),

-- A teacher may grade a learner who never submitted anything.
submissions_and_grades as (

    select
        coalesce(assignment_submissions.source_id, given_grades.source_id) as source_id,
        assignment_submissions.submission_id,
        given_grades.grade_id,
        coalesce(assignment_submissions.assignment_id, given_grades.assignment_id) as assignment_id,
        coalesce(assignment_submissions.user_id, given_grades.user_id) as user_id,
        coalesce(assignment_submissions.attempt_number, given_grades.attempt_number) as attempt_number,
        assignment_submissions.status,
        case
            when assignment_submissions.status = 'submitted' then assignment_submissions.time_modified
        end as submitted_at,
        given_grades.grade,
        given_grades.time_modified as graded_at
    from assignment_submissions
    full outer join given_grades
        on assignment_submissions.source_id = given_grades.source_id
        and assignment_submissions.assignment_id = given_grades.assignment_id
        and assignment_submissions.user_id = given_grades.user_id
        and assignment_submissions.attempt_number = given_grades.attempt_number

)

select
    submissions_and_grades.source_id,
    coalesce(
        {{ entity_key('submission', 'submission_id', 'submissions_and_grades') }},
        {{ entity_key('assignment_grade', 'grade_id', 'submissions_and_grades') }}
    ) as submission_key,
    {{ entity_key('user', 'user_id', 'submissions_and_grades') }} as user_identifier,
    activities.course_key,
    {{ entity_key('assign', 'assignment_id', 'submissions_and_grades') }} as activity_key,
    -- Moodle counts attempts from 0.
    submissions_and_grades.attempt_number + 1 as attempt_number,
    case
        when submissions_and_grades.grade_id is not null then 'graded'
        when submissions_and_grades.status = 'submitted' then 'submitted'
        when submissions_and_grades.status is not null then 'unsubmitted'
    end as status,
    submissions_and_grades.submitted_at,
    submissions_and_grades.graded_at,
    activities.due_at,
    submissions_and_grades.grade as score_raw,
    activities.points as score_max,
    {{ unknown('boolean') }} as is_excused
from submissions_and_grades
left join activities
    on submissions_and_grades.source_id = activities.source_id
    and submissions_and_grades.assignment_id = activities.instance_id
    and activities.module_name = 'assign'
