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
    # --- practices ---
    Row("practices:practice_list", "/bg/practices/", PUBLIC),
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
    Row("practices:practice_edit", "/bg/practices/{published}/edit/", "302 302 302 302 302 302 302"),
    Row("practices:practice_pass_on", "/bg/practices/{draft}/pass-on/", "302 404 200 404 404 404 404"),
    Row("practices:practice_pass_on", "/bg/practices/{returned}/pass-on/", "302 404 200 404 403 404 404"),
    Row("practices:practice_pass_on", "/bg/practices/{published}/pass-on/", "302 403 200 403 403 403 403"),
    Row("practices:practice_review", "/bg/practices/{draft}/review/", "302 404 404 404 404 404 404"),
    Row("practices:practice_review", "/bg/practices/{submitted}/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_review", "/bg/practices/{returned}/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_review", "/bg/practices/{published}/review/", "302 404 404 404 200 404 404"),
    Row("practices:practice_archive", "/bg/practices/{draft}/archive/", "302 404 200 404 404 404 404"),
    Row("practices:practice_archive", "/bg/practices/{published}/archive/", "302 403 200 403 200 403 403"),
    # --- pictures and files of a practice: each of these practices holds one, {x_media}; of the public ones it is public ---
    Row("practices:media_list", "/bg/practices/{draft}/media/", "302 404 200 404 404 404 404"),
    Row("practices:media_list", "/bg/practices/{submitted}/media/", "302 404 403 404 403 404 404"),
    Row("practices:media_list", "/bg/practices/{returned}/media/", "302 404 200 404 403 404 404"),
    Row("practices:media_list", "/bg/practices/{published}/media/", "302 403 403 403 403 403 403"),
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
