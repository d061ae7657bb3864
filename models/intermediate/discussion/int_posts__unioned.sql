{{ config(schema='pii') }}

{{ unioned('posts', ['canvas', 'moodle']) }}
