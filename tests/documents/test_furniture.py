"""What belongs to the page around a text, and what looks like it and does not."""

import time

import pytest

from annotator.anchoring import paragraphs
from annotator.documents.furniture import furniture

BODY = [
    "The ferry to Ormsea stopped on Tuesday, the harbour office said.",
    "“Nobody told us,” said a baker on the island. “We have flour for three days.”",
]


def marked(*lines: str) -> list[str]:
    """The lines that are furniture."""
    placed = paragraphs("\n\n".join(lines))
    return [placed[n][1] for n in sorted(furniture(placed))]


FURNITURE = [
    "Leave a Reply", "leave a comment", "3 Comments", "No Comments on Ferry stops", "Comments are closed.", "Name *",
    "Your email address will not be published. Required fields are marked *", "Cancel reply",
    "Pingback: Ferries – Blog", "  1. Pingback: Ferries – Blog",
    "لن يتم نشر عنوان بريدك الإلكتروني.", "اترك تعليقاً", "جواب دیں", "تبصرہ کریں",
    "© 2031 The Tollmere Post", "Copyright 2031 Tollmere Post Ltd.", "(c) 2031 Tollmere Post. All rights reserved.",
    "Tollmere Post. All Rights Reserved", "جميع الحقوق محفوظة © صحيفة المرفأ", "جملہ حقوق بحق ادارہ محفوظ ہیں",
    "Read more", "READ MORE »", "Read more: The quay in pictures", "Related articles", "See also", "Click here",
    "Also read: Five boats that never sailed", "You may also like", "- Continue reading →", "Tags: ferry, harbour",
    "About the author", "اقرأ أيضاً: العبّارة في صور", "مزید پڑھیں", "Next post",
    "This site uses cookies to make it work better for you.", "Accept all cookies", "Subscribe to our newsletter",
    "Sign up for our morning briefing", "Share this:", "Share on Facebook", "Follow us on Telegram", "Advertisement",
    "Click to share on X (Opens in new window)", "تابعنا على تويتر", "شیئر کریں", "Loading…",
    "desk@tollmere.example", "Email:-----desk@tollmere.example", "The writer can be reached at desk@tollmere.example.",
    "Sent from my phone", "Unsubscribe", "This email and any attachments are confidential.",
    "-----Original Message-----",
    "Tel: +99 (0)555 014 300", "Phone 0555 014 300", "Privacy Policy", "Powered by WordPress", "To Top", "Contact us",
    "Home / News / Ferry stops at Ormsea", "Home | News | Sport | Contact", "الرئيسية > أخبار > العبّارة",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_what_sites_print_is_furniture(line: str) -> None:
    assert marked(*BODY, line) == [line]


TEXT = [
    "No comment.", "Comments", "Home", "Business", "The name * marks a guess.", "Share prices fell on Tuesday.",
    "Copyright law was changed in 2031, and the harbour office did not notice.", "Related work had stopped by then.",
    "“All rights reserved” was painted on the hull.", "He asked readers to subscribe to his doctrine of the tides.",
    "Read more books, the harbour master told the crew.", "Follow us, the pilot signalled to the second boat.",
    "More than 30 people waited at the quay.", "Write to desk@tollmere.example if you saw the ferry on Monday night.",
    "From: here to the island it is two hours.", "Subject: the ferry", "Contact was lost at 04:20.",
    "The telephone rang at 0555 on Tuesday.", "Advertisement revenue fell by half, the Tollmere Post said.",
    "We use cookies of oat and salt on board, said the cook.", "Sent from my village, the bread reached nobody.",
    "/home/harbour/log", "You may like this or not, but the ferry will not sail.", "Privacy was all he asked for.",
    "Recommended", "Email is how the island speaks to the coast.", "To top it all, the pump stopped.",
]  # fmt: skip


@pytest.mark.parametrize("line", TEXT)
def test_what_people_write_is_not(line: str) -> None:
    assert marked(BODY[0], line, BODY[1]) == []


def test_a_menu_is_a_run_of_menu_words_and_nothing_beside_it() -> None:
    menu = ["Home", "News", "Harbour life", "Sport", "Contact"]
    assert marked("Ferry stops", *menu, "Ormsea", *BODY) == menu
    assert marked("Ormsea", "Tollmere", "Lower Quay", "Business", "Saltby", *BODY) == []
    assert marked("Health", "The clinic closed.", "Sport", "The race was off.", "Business", *BODY) == []


def test_the_header_of_an_e_mail_is_furniture_and_two_such_lines_are_not() -> None:
    header = ["From: Rosa Hale", "To: Crew", "Date: Tuesday 4 May", "Subject: the ferry"]
    assert marked(*header, *BODY) == header
    assert marked("From: Ormsea", "Date: Tuesday 4 May", *BODY) == []


def test_below_a_shelf_at_the_end_all_teasers_are_furniture() -> None:
    shelf = [
        "Related stories",
        "Five boats that never sailed",
        "The cook of the Ormsea ferry once said that bread …",
    ]
    assert marked(*BODY, *shelf) == shelf


def test_below_a_shelf_in_the_middle_one_line_is_and_the_text_is_not() -> None:
    assert marked(BODY[0], "Related", "Five boats that never sailed", "The island", BODY[1]) == [
        "Related",
        "Five boats that never sailed",
    ]
    assert marked(BODY[0], "Related", BODY[1]) == ["Related"]


def test_a_paragraph_between_comment_form_and_copyright_is_the_sites_own() -> None:
    form, motto, line = (
        "Your email address will not be published.",
        "We are friends of the sea.",
        "© 2031 Tide",
    )
    assert marked(*BODY, form, motto, line) == [form, motto, line]
    assert marked(*BODY, form, motto, BODY[0], line) == [form, line]


def test_a_line_broken_by_hand_is_no_furniture() -> None:
    lines = "The harbour office asked all who had seen the ferry to send word to\ndesk@tollmere.example\n"
    assert furniture(paragraphs(lines)) == {}


def test_nothing_is_marked_where_nothing_would_be_left() -> None:
    assert marked("Share", "Read more", "© 2031 Tide") == []


HARD = {
    "shelves": "Related\n" * 25_000,
    "wide gaps": ("a" + " " * 996 + "b\n") * 300,
    "dots that end nothing": ("..." * 300 + "x\n") * 300,
    "trails": ("home|" * 40 + "\n") * 1000,
    "addresses": ("a-a.a@a-a." * 90 + "\n") * 220,
    "mail": ("this email is " + "sent tt " * 110 + "\n") * 200,
    "headers": "From: x\n" * 20_000,
    "dashes": ("--- " * 240 + "\n") * 200,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_no_text_keeps_it_busy(text: str) -> None:
    began = time.thread_time()
    furniture(paragraphs(text))
    assert time.thread_time() - began < 2
