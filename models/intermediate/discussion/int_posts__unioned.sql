{{ config(schema='pii') }}

{{ unioned('posts', ['caliper', 'canvas', 'moodle']) }}
