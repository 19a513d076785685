"""`/ns/`: what the words mean, for programs and for people; and where annotations of a document are found."""

import pytest
from django.test import Client
from pyld import jsonld

from annotator.api.w3c import terms, vocabulary
from tests.api.program import Program, problem
from tests.cast import Cast
from tests.w3c.speaking import HOST, container

SERVICE = '; rel="http://www.w3.org/ns/oa#annotationService"'
SKOS = "http://www.w3.org/2004/02/skos/core#"


def test_every_word_is_a_concept_at_its_own_address(db: None) -> None:
    client = Client()
    for scheme, choices in terms.SCHEMES.items():
        assert list(vocabulary.SCHEMES[scheme].answers) == choices.values
        for word in choices.values:
            address = terms.concept(scheme, word)
            answer = client.get(address)
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json"), address
            found = answer.json()
            assert (found["id"], found["type"], found["prefLabel"]) == (address, "skos:Concept", word)
            assert found["definition"].endswith(".")
            assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_statuses_are_where_the_contract_says(db: None) -> None:
    for word in ("sourced", "disputed", "speculative"):
        assert Client().get(f"/ns/status/{word}").json()["id"] == f"{HOST}/ns/status/{word}"


def test_the_whole_is_a_vocabulary_in_triples(db: None) -> None:
    whole, scheme = Client().get("/ns/").json(), Client().get("/ns/status/").json()
    nodes = {node["@id"]: node for node in jsonld.expand(whole)}
    assert nodes[f"{HOST}/ns/status/"]["@type"] == [f"{SKOS}ConceptScheme"]
    for word in ("sourced", "disputed", "speculative"):
        node = nodes[f"{HOST}/ns/status/{word}"]
        assert node["@type"] == [f"{SKOS}Concept"]
        assert node[f"{SKOS}inScheme"] == [{"@id": f"{HOST}/ns/status/"}]
        assert node[f"{SKOS}prefLabel"] == [{"@language": "en", "@value": word}]
    assert {f"{HOST}/ns/#{name}" for name in vocabulary.TERMS} <= nodes.keys()
    assert len(jsonld.expand(scheme)) == 4


def test_the_context_names_every_term(db: None) -> None:
    found = Client().get("/ns/context.jsonld")
    assert found["Content-Type"] == "application/ld+json"
    assert found["Access-Control-Allow-Origin"] == "*"
    assert found.json()["@context"].keys() == vocabulary.TERMS.keys() | {"ca", "xsd"}


@pytest.mark.parametrize("address", ["/ns/", "/ns/status/", "/ns/status/disputed"])
def test_people_get_a_page(db: None, address: str) -> None:
    page = Client().get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    content = page.content.decode()
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "can not be true together with the claim" in content
    assert "http://" not in content.replace(HOST, "")


def test_what_is_not_there_is_a_problem(db: None) -> None:
    for address in ("/ns/status/true", "/ns/truth/", "/ns/truth/sourced"):
        problem(Client().get(address), 404)
        problem(Client().get(address, headers={"Accept": "text/html"}), 404)
    problem(Client().post("/ns/", b"{}", "application/json"), 405)
    problem(Client().get("/ns/", headers={"Accept": "text/turtle"}), 406)


def test_documents_say_where_their_annotations_are(cast: Cast, ada: Program) -> None:
    link = f"<{container(cast)}>{SERVICE}"
    at = f"/api/v1/documents/{cast.document.pk}/"
    for address in (at, f"{at}text"):
        answer = ada.get(address)
        assert answer["Link"] == link, address
        assert ada.get(address, if_none_match=answer["ETag"])["Link"] == link
    browser = Client()
    browser.force_login(cast.ada)
    assert browser.get(f"/documents/{cast.document.pk}/")["Link"] == link
    assert ada.get(container(cast)).status_code == 200
