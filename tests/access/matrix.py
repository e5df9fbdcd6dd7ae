"""Who may ask for which address, written by hand: name × object × persona → status.

The seven columns are `tests.fixtures.people.PERSONAS`: visitor, newcomer (belongs nowhere), member (of the organisation that
the objects belong to), other_member (of another one), coordinator, editor (of Wagtail's pages), admin (of Wagtail's settings).
302 is a way on: to sign in, or to where the thing is worked on. 404 means that it doesn't exist for them. 405: nothing to read
there, it is for sending. A new address fails test_matrix until it has a row here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`path` is formatted with the objects of the `world` fixture; `statuses` are those of GET, in the personas' order."""

    name: str
    path: str
    statuses: str

    def expected(self) -> list[int]:
        return [int(status) for status in self.statuses.split()]


PUBLIC = "200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 200"
NOWHERE = "404 404 404 404 404 404 404"
GUESTS = "200 302 302 302 302 302 302"
SEND_ONLY = "302 405 405 405 405 405 405"

ROWS: list[Row] = [
    # --- the frame ---
    Row("front", "/", "302 302 302 302 302 302 302"),
    Row("robots", "/robots.txt", PUBLIC),
    Row("sitemap", "/sitemap.xml", PUBLIC),
    Row("django.contrib.sitemaps.views.sitemap", "/sitemap-practices.xml", PUBLIC),
    Row("media", "/media/no-such-file.jpg", NOWHERE),
    Row("media", "/media/../secret-key", NOWHERE),
    Row("gallery", "/bg/gallery/", PUBLIC),
    Row("sent_mail", "/bg/demo/mail/", PUBLIC),
    Row("wagtail_serve", "/bg/", PUBLIC),
    Row("wagtail_serve", "/bg/privacy/", PUBLIC),
    Row("wagtail_serve", "/bg/no-such-page/", NOWHERE),
    Row("wagtail_serve", "/bg/{draft_page}/", NOWHERE),
    Row("wagtailcore_login", "/_util/login/", "302 302 302 302 302 302 302"),
    Row(
        "wagtailcore_authenticate_with_password",
        "/_util/authenticate_with_password/9999/9999/",
        "302 302 302 302 302 302 302",
    ),
    Row("foreign:admin", "/admin/", "302 302 302 302 302 200 200"),
    Row("foreign:documents", "/documents/9999/none.pdf", NOWHERE),
    # --- accounts ---
    Row("account_login", "/bg/accounts/login/", GUESTS),
    Row("account_signup", "/bg/accounts/signup/", GUESTS),
    Row("account_logout", "/bg/accounts/logout/", SIGNED_IN),
    Row("account_email", "/bg/accounts/email/", SIGNED_IN),
    Row("account_change_password", "/bg/accounts/password/change/", SIGNED_IN),
    Row("account_set_password", "/bg/accounts/password/set/", "302 302 302 302 302 302 302"),
    Row("account_reset_password", "/bg/accounts/password/reset/", PUBLIC),
    Row("account_reset_password_done", "/bg/accounts/password/reset/done/", PUBLIC),
    Row("account_reset_password_from_key", "/bg/accounts/password/reset/key/1-wrong/", PUBLIC),
    Row("account_reset_password_from_key_done", "/bg/accounts/password/reset/key/done/", PUBLIC),
    Row("account_confirm_email", "/bg/accounts/confirm-email/wrong/", PUBLIC),
    Row("account_email_verification_sent", "/bg/accounts/confirm-email/", PUBLIC),
    Row("account_confirm_login_code", "/bg/accounts/login/code/confirm/", "302 302 302 302 302 302 302"),
    Row("account_inactive", "/bg/accounts/inactive/", PUBLIC),
    Row("account_reauthenticate", "/bg/accounts/reauthenticate/", SIGNED_IN),
    Row("accounts:profile", "/bg/accounts/profile/", SIGNED_IN),
    # --- search ---
    Row("search:results", "/bg/search/?q=дом", PUBLIC),
    Row("api:search", "/api/v1/search/?q=дом&lang=bg", PUBLIC),
    # --- open data: the same for everybody ---
    Row("open_data", "/bg/data/", PUBLIC),
    Row("open_data:openapi-json", "/api/v1/openapi.json", PUBLIC),
    Row("open_data:api-root", "/api/v1/", NOWHERE),
    Row("open_data:list_practices", "/api/v1/practices", PUBLIC),
    Row("open_data:practice", "/api/v1/practices/{published}", PUBLIC),
    Row("open_data:practice", "/api/v1/practices/{archived}", PUBLIC),
    Row("open_data:practice", "/api/v1/practices/{draft}", NOWHERE),
    Row("open_data:practice", "/api/v1/practices/{submitted}", NOWHERE),
    Row("open_data:practice", "/api/v1/practices/{returned}", NOWHERE),
    Row("open_data:list_organisations", "/api/v1/organisations", PUBLIC),
    Row("open_data:organisation", "/api/v1/organisations/most", PUBLIC),
    Row("open_data:organisation", "/api/v1/organisations/none", NOWHERE),
    Row("open_data:organisation", "/api/v1/organisations/%00", NOWHERE),
    Row("open_data:list_vocabularies", "/api/v1/vocabularies", PUBLIC),
    Row("open_data:vocabulary", "/api/v1/vocabularies/theme", PUBLIC),
    Row("open_data:vocabulary", "/api/v1/vocabularies/none", NOWHERE),
    Row("open_data:vocabulary_turtle", "/api/v1/vocabularies/theme.ttl", PUBLIC),
    Row("open_data:vocabulary_json_ld", "/api/v1/vocabularies/theme.jsonld", PUBLIC),
    # --- practices ---
    Row("practices:practice_list", "/bg/practices/", PUBLIC),
    Row(
        "practices:practice_list",
        "/bg/practices/?view=table&sort=title&theme=housing&organisation=most",
        PUBLIC,
    ),
    Row("practices:practice_list", "/bg/practices/?view=map", PUBLIC),
    Row("practices:practice_list", "/bg/practices/?before=nonsense", NOWHERE),
    Row("practices:practice_export", "/bg/practices/export.csv", PUBLIC),
    Row("practices:practice_export", "/bg/practices/export.xlsx", PUBLIC),
    Row("practices:practice_export", "/bg/practices/export.json", PUBLIC),
    Row("practices:practice_export", "/bg/practices/export.pdf?theme=housing", PUBLIC),
    Row("practices:practice_export", "/bg/practices/export.exe", NOWHERE),
    Row("practices:practice_feed", "/bg/practices/feed.atom", PUBLIC),
    Row("practices:practice_create", "/bg/practices/new/", SIGNED_IN),
    Row("practices:my_practices", "/bg/practices/mine/", SIGNED_IN),
    Row("practices:review_queue", "/bg/practices/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_detail", "/bg/practices/{draft}/", "404 404 302 404 404 404 404"),
    Row("practices:practice_detail", "/bg/practices/{submitted}/", "404 404 302 404 302 404 404"),
    Row("practices:practice_detail", "/bg/practices/{returned}/", "404 404 302 404 302 404 404"),
    Row("practices:practice_detail", "/bg/practices/{published}/", PUBLIC),
    Row("practices:practice_detail", "/bg/practices/{archived}/", PUBLIC),
    Row("practices:practice_detail", "/bg/practices/999999/", NOWHERE),
    Row("practices:practice_preview", "/bg/practices/{draft}/preview/", "302 404 200 404 404 404 404"),
    Row("practices:practice_preview", "/bg/practices/{submitted}/preview/", "302 404 200 404 200 404 404"),
    Row("practices:practice_preview", "/bg/practices/{returned}/preview/", "302 404 200 404 200 404 404"),
    Row("practices:practice_preview", "/bg/practices/{published}/preview/", "302 302 302 302 302 302 302"),
    Row("practices:practice_edit", "/bg/practices/{draft}/edit/", "302 404 200 404 404 404 404"),
    Row("practices:practice_edit", "/bg/practices/{submitted}/edit/", "302 404 302 404 302 404 404"),
    Row("practices:practice_edit", "/bg/practices/{returned}/edit/", "302 404 200 404 403 404 404"),
    Row("practices:practice_pass_on", "/bg/practices/{draft}/pass-on/", "302 404 200 404 404 404 404"),
    Row("practices:practice_pass_on", "/bg/practices/{returned}/pass-on/", "302 404 200 404 403 404 404"),
    Row("practices:practice_pass_on", "/bg/practices/{published}/pass-on/", "302 403 200 403 403 403 403"),
    Row("practices:practice_edit", "/bg/practices/{published}/edit/", "302 403 200 403 403 403 403"),
    Row("practices:practice_edit", "/bg/practices/{archived}/edit/", "302 302 302 302 302 302 302"),
    Row("practices:practice_edit", "/bg/practices/{update_draft}/edit/", "302 403 200 403 403 403 403"),
    Row("practices:practice_edit", "/bg/practices/{update_submitted}/edit/", "302 302 302 302 302 302 302"),
    Row("practices:practice_detail", "/bg/practices/{update_submitted}/", PUBLIC),
    Row("practices:practice_preview", "/bg/practices/{update_draft}/preview/", "302 302 200 302 302 302 302"),
    Row(
        "practices:practice_preview",
        "/bg/practices/{update_submitted}/preview/",
        "302 302 200 302 200 302 302",
    ),
    Row("practices:practice_update", "/bg/practices/{draft}/update/", "302 404 302 404 404 404 404"),
    Row("practices:practice_update", "/bg/practices/{published}/update/", "302 404 302 404 404 404 404"),
    Row("practices:practice_update", "/bg/practices/{update_draft}/update/", "302 404 200 404 404 404 404"),
    Row(
        "practices:practice_update", "/bg/practices/{update_submitted}/update/", "302 404 200 404 200 404 404"
    ),
    Row("practices:practice_review", "/bg/practices/{draft}/review/", "302 404 404 404 404 404 404"),
    Row("practices:practice_review", "/bg/practices/{submitted}/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_review", "/bg/practices/{returned}/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_review", "/bg/practices/{published}/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_review", "/bg/practices/{update_draft}/review/", "302 404 404 404 403 404 404"),
    Row(
        "practices:practice_review", "/bg/practices/{update_submitted}/review/", "302 404 404 404 200 404 404"
    ),
    Row("practices:practice_confirm", "/bg/practices/{published}/confirm/", "302 403 200 403 403 403 403"),
    Row("practices:practice_confirm", "/bg/practices/{draft}/confirm/", "302 404 404 404 404 404 404"),
    Row("practices:practice_confirm", "/bg/practices/{archived}/confirm/", "302 403 403 403 403 403 403"),
    # The letter stands for its reader's sign-in, whoever holds it.
    Row("practices:practice_confirm_by_letter", "/bg/practices/still-running/{letter}/", PUBLIC),
    Row("practices:practice_confirm_by_letter", "/bg/practices/still-running/wrong/", NOWHERE),
    Row("practices:revision_list", "/bg/practices/{published}/revisions/", PUBLIC),
    Row("practices:revision_list", "/bg/practices/{archived}/revisions/", PUBLIC),
    Row("practices:revision_list", "/bg/practices/{draft}/revisions/", NOWHERE),
    Row("practices:revision_compare", "/bg/practices/{published}/revisions/compare/?older=1&newer=1", PUBLIC),
    Row(
        "practices:revision_compare", "/bg/practices/{published}/revisions/compare/?older=1&newer=9", NOWHERE
    ),
    Row("practices:revision_compare", "/bg/practices/{draft}/revisions/compare/?older=1&newer=1", NOWHERE),
    Row("practices:practice_restore", "/bg/practices/{archived}/restore/", "302 403 200 403 200 403 403"),
    Row("practices:practice_restore", "/bg/practices/{draft}/restore/", "302 404 404 404 404 404 404"),
    Row("practices:score_queue", "/bg/practices/review/scores/", "302 404 404 404 200 404 404"),
    Row("practices:quality_labels", "/bg/practices/labels/", PUBLIC),
    Row("practices:practice_claim", "/bg/practices/{submitted}/claim/", SEND_ONLY),
    Row("practices:practice_score", "/bg/practices/{submitted}/score/", "302 404 404 404 403 404 404"),
    Row("practices:practice_score", "/bg/practices/{published}/score/", "302 404 404 404 403 404 404"),
    Row(
        "practices:remark_answer",
        "/bg/practices/{returned}/remarks/{remark}/answer/",
        "302 404 200 404 200 404 404",
    ),
    Row(
        "practices:remark_answer",
        "/bg/practices/{submitted}/remarks/{remark}/answer/",
        "302 404 404 404 404 404 404",
    ),
    Row("practices:practice_import", "/bg/practices/import/", SIGNED_IN),
    Row("practices:import_template", "/bg/practices/import/template.xlsx", SIGNED_IN),
    Row("practices:import_check", "/bg/practices/import/{import}/", "302 404 200 404 404 404 404"),
    Row(
        "practices:import_check",
        "/bg/practices/import/00000000-0000-4000-8000-000000000000/",
        "302 404 404 404 404 404 404",
    ),
    Row("practices:card_schema", "/bg/practices/card.schema.json", PUBLIC),
    Row("practices:my_practices_json", "/bg/practices/mine/practices.json", SIGNED_IN),
    Row("practices:my_practices_xlsx", "/bg/practices/mine/practices.xlsx", SIGNED_IN),
    Row("practices:practice_card_json", "/bg/practices/{draft}/card.json", "404 404 200 404 404 404 404"),
    Row("practices:practice_card_json", "/bg/practices/{submitted}/card.json", "404 404 200 404 403 404 404"),
    Row("practices:practice_card_json", "/bg/practices/{published}/card.json", PUBLIC),
    Row("practices:practice_card_json", "/bg/practices/{archived}/card.json", PUBLIC),
    Row("practices:practice_card_xlsx", "/bg/practices/{draft}/card.xlsx", "404 404 200 404 404 404 404"),
    Row("practices:practice_card_xlsx", "/bg/practices/{returned}/card.xlsx", "404 404 200 404 403 404 404"),
    Row("practices:practice_card_xlsx", "/bg/practices/{published}/card.xlsx", PUBLIC),
    Row("practices:import_note_forget", "/bg/practices/{draft}/import-note/", SEND_ONLY),
    Row("practices:practice_archive", "/bg/practices/{draft}/archive/", "302 404 200 404 404 404 404"),
    Row("practices:practice_archive", "/bg/practices/{published}/archive/", "302 403 200 403 200 403 403"),
    # `adaptation` is of the organisation of `other_member`; `collection` is `member`'s, `shared` another one's open address.
    Row("practices:adaptation_start", "/bg/practices/{published}/apply/", "302 200 403 302 200 200 200"),
    Row("practices:adaptation_start", "/bg/practices/{draft}/apply/", "302 404 403 404 404 404 404"),
    Row("practices:adaptation_start", "/bg/practices/{archived}/apply/", "302 200 403 403 200 200 200"),
    Row(
        "practices:adaptation_edit", "/bg/practices/adaptations/{adaptation}/", "302 404 404 200 404 404 404"
    ),
    Row("practices:adaptation_undo", "/bg/practices/adaptations/{adaptation}/undo/", SEND_ONLY),
    Row("practices:contact", "/bg/practices/{published}/contact/", "302 200 403 200 200 200 200"),
    Row("practices:contact", "/bg/practices/{draft}/contact/", "302 404 403 404 404 404 404"),
    Row("practices:contact", "/bg/practices/{archived}/contact/", "302 200 403 403 403 200 200"),
    Row("practices:contact_sent", "/bg/practices/{published}/contact/sent/", SIGNED_IN),
    Row("practices:contact_sent", "/bg/practices/{draft}/contact/sent/", "302 404 200 404 404 404 404"),
    Row("practices:keep", "/bg/practices/{published}/keep/", SIGNED_IN),
    Row("practices:keep", "/bg/practices/{draft}/keep/", "302 404 404 404 404 404 404"),
    Row("practices:collection_list", "/bg/practices/collections/", SIGNED_IN),
    Row(
        "practices:collection_detail",
        "/bg/practices/collections/{collection}/",
        "302 404 200 404 404 404 404",
    ),
    Row("practices:collection_arrange", "/bg/practices/collections/{collection}/arrange/", SEND_ONLY),
    Row(
        "practices:collection_delete",
        "/bg/practices/collections/{collection}/delete/",
        "302 404 200 404 404 404 404",
    ),
    Row("practices:collection_shared", "/bg/practices/shared/{shared}/", PUBLIC),
    Row("practices:collection_shared", "/bg/practices/shared/{unshared}/", NOWHERE),
    Row("practices:collection_shared", "/bg/practices/shared/%00/", NOWHERE),
    Row("practices:municipality_choose", "/bg/practices/for/", PUBLIC),
    Row("practices:for_municipality", "/bg/practices/for/HKV34/", PUBLIC),
    Row("practices:for_municipality", "/bg/practices/for/HKV/", NOWHERE),
    # --- following ---
    Row("notifications:following", "/bg/notifications/following/", SIGNED_IN),
    Row("notifications:follow", "/bg/notifications/follow/practice/{published}/", SIGNED_IN),
    Row("notifications:follow", "/bg/notifications/follow/practice/{draft}/", "302 404 404 404 404 404 404"),
    # No address has a zero byte: PostgreSQL would fail at it.
    Row("notifications:follow", "/bg/notifications/follow/theme/%00/", NOWHERE),
    Row("notifications:follow", "/bg/notifications/follow/%00/housing/", NOWHERE),
    Row("notifications:unsubscribe", "/bg/notifications/unsubscribe/{unsubscribe}/", PUBLIC),
    Row("notifications:unsubscribe", "/bg/notifications/unsubscribe/wrong/", NOWHERE),
    Row("practices:practice_pdf", "/bg/practices/{draft}/card.pdf", NOWHERE),
    Row("practices:practice_pdf", "/bg/practices/{submitted}/card.pdf", NOWHERE),
    Row("practices:practice_pdf", "/bg/practices/{published}/card.pdf", PUBLIC),
    Row("practices:practice_pdf", "/bg/practices/{archived}/card.pdf", PUBLIC),
    Row("practices:practice_share_image", "/bg/practices/{returned}/preview-0.png", NOWHERE),
    Row(
        "practices:practice_share_image",
        "/bg/practices/{published}/preview-0.png",
        "302 302 302 302 302 302 302",
    ),
    Row("practices:practice_ris", "/bg/practices/{draft}/citation.ris", NOWHERE),
    Row("practices:practice_ris", "/bg/practices/{published}/citation.ris", PUBLIC),
    Row("practices:practice_bibtex", "/bg/practices/{draft}/citation.bib", NOWHERE),
    Row("practices:practice_bibtex", "/bg/practices/{archived}/citation.bib", PUBLIC),
    # --- pictures and files of a practice: each of these practices holds one, {x_media}; of the public ones it is public ---
    Row("practices:media_list", "/bg/practices/{draft}/media/", "302 404 200 404 404 404 404"),
    Row("practices:media_list", "/bg/practices/{submitted}/media/", "302 404 403 404 403 404 404"),
    Row("practices:media_list", "/bg/practices/{returned}/media/", "302 404 200 404 403 404 404"),
    Row("practices:media_list", "/bg/practices/{published}/media/", "302 403 200 403 403 403 403"),
    Row("practices:media_add", "/bg/practices/{draft}/media/add/image/", "302 404 200 404 404 404 404"),
    Row("practices:media_add", "/bg/practices/{draft}/media/add/file/", "302 404 200 404 404 404 404"),
    Row("practices:media_add", "/bg/practices/{draft}/media/add/video/", "302 404 200 404 404 404 404"),
    Row("practices:media_add", "/bg/practices/{draft}/media/add/other/", "302 404 404 404 404 404 404"),
    Row("practices:media_add", "/bg/practices/{submitted}/media/add/image/", "302 404 403 404 403 404 404"),
    Row("practices:media_edit", "/bg/practices/{draft}/media/{draft_media}/", "302 404 200 404 404 404 404"),
    Row(
        "practices:media_edit", "/bg/practices/{returned}/media/{draft_media}/", "302 404 404 404 403 404 404"
    ),
    Row(
        "practices:media_remove",
        "/bg/practices/{draft}/media/{draft_media}/remove/",
        "302 404 200 404 404 404 404",
    ),
    Row("practices:media_move", "/bg/practices/{draft}/media/{draft_media}/move/", SEND_ONLY),
    Row("practices:media_file", "/bg/practices/media/{draft_media}/480.jpg", "404 404 200 404 404 404 404"),
    Row(
        "practices:media_file",
        "/bg/practices/media/{submitted_media}/480.jpg",
        "404 404 200 404 200 404 404",
    ),
    Row("practices:media_file", "/bg/practices/media/{published_media}/480.jpg", PUBLIC),
    Row("practices:media_file", "/bg/practices/media/{archived_media}/480.jpg", PUBLIC),
    Row("practices:media_file", "/bg/practices/media/{published_media}/481.jpg", NOWHERE),
    Row("practices:media_file", "/bg/practices/media/{published_media}/file", NOWHERE),
    Row("practices:media_file", "/bg/practices/media/00000000-0000-4000-8000-000000000000/480.jpg", NOWHERE),
    # --- forum: four boards, each with a thread; `access` is open by name to `member` alone ---
    Row("forum:board_list", "/bg/forum/", PUBLIC),
    Row("forum:board_detail", "/bg/forum/boards/public/", PUBLIC),
    Row("forum:board_detail", "/bg/forum/boards/members/", "404 404 200 200 200 404 404"),
    Row("forum:board_detail", "/bg/forum/boards/coordinators/", "404 404 404 404 200 404 404"),
    Row("forum:board_detail", "/bg/forum/boards/access/", "404 404 200 404 404 404 404"),
    Row("forum:board_detail", "/bg/forum/boards/none/", NOWHERE),
    Row("forum:thread_detail", "/bg/forum/threads/{public}/", PUBLIC),
    Row("forum:thread_detail", "/bg/forum/threads/{members}/", "404 404 200 200 200 404 404"),
    Row("forum:thread_detail", "/bg/forum/threads/{coordinators}/", "404 404 404 404 200 404 404"),
    Row("forum:thread_detail", "/bg/forum/threads/{access}/", "404 404 200 404 404 404 404"),
    Row("forum:thread_detail", "/bg/forum/threads/{hidden}/", "404 404 404 404 200 404 404"),
    Row("forum:thread_create", "/bg/forum/new/", SIGNED_IN),
    Row("forum:thread_create", "/bg/forum/new/?board=access", SIGNED_IN),
    Row("forum:thread_create_about", "/bg/forum/new/practice/{published}/", SIGNED_IN),
    Row("forum:thread_create_about", "/bg/forum/new/practice/{draft}/", "302 404 404 404 404 404 404"),
    Row("forum:case_create", "/bg/forum/new/case/", SIGNED_IN),
    Row("forum:case_edit", "/bg/forum/threads/{case}/case/", "404 404 200 403 403 404 404"),
    Row("forum:case_edit", "/bg/forum/threads/{public}/case/", NOWHERE),
    Row("forum:thread_detail", "/bg/forum/threads/{case}/", "404 404 200 200 200 404 404"),
    Row("forum:post_create", "/bg/forum/threads/{public}/reply/", "302 302 302 302 302 302 302"),
    Row("forum:post_create", "/bg/forum/threads/{access}/reply/", "404 404 302 404 404 404 404"),
    Row("forum:post_permalink", "/bg/forum/posts/{public_post}/", "302 302 302 302 302 302 302"),
    Row("forum:post_permalink", "/bg/forum/posts/{members_post}/", "404 404 302 302 302 404 404"),
    Row("forum:post_permalink", "/bg/forum/posts/{access_post}/", "404 404 302 404 404 404 404"),
    Row("forum:post_edit", "/bg/forum/posts/{public_post}/edit/", "302 403 200 403 403 403 403"),
    Row("forum:post_edit", "/bg/forum/posts/{access_post}/edit/", "404 404 200 404 404 404 404"),
    Row("forum:post_remove", "/bg/forum/posts/{public_reply}/remove/", "302 403 200 403 403 403 403"),
    Row("forum:post_moderate", "/bg/forum/posts/{public_post}/moderate/", "302 403 403 403 200 403 403"),
    Row("forum:post_moderate", "/bg/forum/posts/{access_post}/moderate/", "404 404 403 404 404 404 404"),
    Row("forum:thread_moderate", "/bg/forum/threads/{public}/moderate/", "302 403 403 403 200 403 403"),
    Row("forum:thread_moderate", "/bg/forum/threads/{access}/moderate/", "404 404 403 404 404 404 404"),
    Row("forum:pseudonym_open", "/bg/forum/posts/{pseudonymous_post}/open/", "302 403 403 403 200 403 403"),
    Row("forum:pseudonym_open", "/bg/forum/posts/{public_post}/open/", "302 404 404 404 404 404 404"),
    # --- directory: `newcomer` has asked to join the organisation of `member` ---
    Row("directory:organisation_list", "/bg/organisations/", PUBLIC),
    Row("directory:organisation_detail", "/bg/organisations/most/", PUBLIC),
    Row("directory:organisation_detail", "/bg/organisations/none/", NOWHERE),
    Row("directory:organisation_edit", "/bg/organisations/most/edit/", "302 404 404 404 200 404 404"),
    Row("directory:organisation_confirm", "/bg/organisations/most/confirm/", SEND_ONLY),
    Row("directory:organisation_trust", "/bg/organisations/most/trust/", "302 404 404 404 200 200 200"),
    Row("directory:organisation_members", "/bg/organisations/most/members/", "302 404 404 404 200 404 404"),
    Row("directory:membership_request", "/bg/organisations/most/join/", "302 302 302 200 200 200 200"),
    Row("directory:membership_queue", "/bg/organisations/requests/", "302 404 404 404 200 404 404"),
    Row("directory:membership_decide", "/bg/organisations/requests/{request}/", SEND_ONLY),
    Row(
        "directory:membership_end",
        "/bg/organisations/members/{membership}/end/",
        SEND_ONLY,
    ),
    Row("directory:membership_role", "/bg/organisations/members/{membership}/role/", SEND_ONLY),
    Row(
        "directory:invitation_accept",
        "/bg/organisations/invitations/{invitation}/",
        "302 404 404 404 404 404 404",
    ),
    Row(
        "directory:invitation_withdraw", "/bg/organisations/invitations/{invitation_pk}/withdraw/", SEND_ONLY
    ),
]
