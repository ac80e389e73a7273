"""What the proof-reader finds in real articles, and how fast.

    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … [--every N] [--sample 200] [--seed 1] [--without P10]
    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … --of-each 10
    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … --suggestions --rule P41 --sample 200
    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … --every 20 --desk 3000

Prints the findings of each rule per 1,000 words, safe and not; the milliseconds of the processor for a text of 2,000
words, seen for the first time and again with one word more, as the desk asks while somebody writes, beside two floors
of the same run, one pass of re.finditer over its words and its search key; and safe findings drawn at random,
each in its context with what it would become, so that a person can judge how many are right. `--of-each` draws so many
of every rule, for the common rules crowd out the rare; `--suggestions` draws from what is not safe. P33 is asked
about the topics below. `--desk N` prints what the desk's whole request costs a worker of the web server in a newsroom
of N topics, of two spellings each beside their names: the first of a fresh worker, at each pause, and after a topic was
changed. Fails if a mended text would be mended once more.
"""

import argparse
import importlib
import io
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

from arabic import fix_all, proofread, search_key
from arabic.word_list import texts_of

# Topics such as a newsroom has, with the other spellings of their names.
TOPICS = [
    ("ترامب", ["ترمب"]),
    ("بنيامين نتنياهو", ["بنيامين نتانياهو"]),
    ("رجب طيب أردوغان", ["رجب طيب إردوغان"]),
    ("عبد الفتاح السيسي", ["عبدالفتاح السيسي"]),
    ("نصر الله", ["نصرالله"]),
    ("أحمد داود أوغلو", ["أحمد داوود أوغلو"]),
    ("عبد ربه منصور هادي", ["عبدربه منصور هادي"]),
    ("بشار الأسد", []),
    ("محمد صلاح", []),
    ("إيمانويل ماكرون", ["إيمانيول ماكرون"]),
    ("أنغيلا ميركل", ["أنجيلا ميركل"]),
    ("أنطونيو غوتيريش", ["أنطونيو غوتيريس"]),
    ("ستيفان دي ميستورا", ["ستافان دي ميستورا", "دي مستورا"]),
    ("الأمم المتحدة", []),
    ("الاتحاد الأوروبي", ["الاتحاد الأوربي"]),
    ("الولايات المتحدة", []),
    ("إسرائيل", []),
    ("إيران", []),
    ("إسطنبول", ["استنبول"]),
    ("أفغانستان", []),
    ("أرامكو", []),
    ("لوس أنجلوس", ["لوس أنجليس", "لوس أنجلس"]),
    ("بنغلادش", ["بنغلاديش", "بنجلاديش", "بنجلادش"]),
    ("غزة", []),
]

WORDS_TIMED, ROUNDS, CONTEXT = 2000, 15, 30
WORKERS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description="What arabic.proofread finds in articles.")
    parser.add_argument("articles", type=Path, nargs="*", metavar="ARTICLES.jsonl[.gz]")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read one article in N")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N findings, drawn at random")
    parser.add_argument("--of-each", type=int, default=0, metavar="N", help="print N findings of each rule")
    parser.add_argument("--suggestions", action="store_true", help="draw from what is not safe")
    parser.add_argument("--rule", action="append", help="draw from this rule alone; may be repeated")
    parser.add_argument("--without", action="append", default=[], metavar="RULE", help="draw none of this rule")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--desk", type=int, metavar="N", help="time the desk's request, with N topics, as well")
    parser.add_argument("--answer", metavar="SESSION", help=argparse.SUPPRESS)  # see Worker
    options = parser.parse_args()
    if options.answer:
        answer(options.answer)
        return

    safe, others, words, shown = Counter(), Counter(), 0, []
    texts = [text for path in options.articles for text in texts_of(path)][:: options.every]
    for text in texts:
        words += len(text.split())
        findings = proofread(text, aliases=TOPICS)
        mended = fix_all(text, findings)
        assert fix_all(mended, proofread(mended, aliases=TOPICS)) == mended
        for finding in findings:
            (safe if finding.safe else others)[finding.rule] += 1
            if (
                finding.safe != options.suggestions
                and finding.rule not in options.without
                and finding.rule in (options.rule or [finding.rule])
            ):
                shown.append((text, finding))

    print(f"{len(texts):,} articles, {words:,} words; findings per 1,000 words")
    print("rule      safe  others")
    for rule in sorted(safe | others):
        print(f"{rule:5} {1000 * safe[rule] / words:8.3f}{1000 * others[rule] / words:8.3f}")
    print(f"all   {1000 * safe.total() / words:8.3f}{1000 * others.total() / words:8.3f}")
    print_speed(texts)
    if options.desk:
        print_request(texts, options.desk)
    draw = random.Random(options.seed)
    sample = draw.sample(shown, min(options.sample, len(shown)))
    for rule in sorted({finding.rule for _, finding in shown}):
        of_rule = [(text, finding) for text, finding in shown if finding.rule == rule]
        sample += draw.sample(of_rule, min(options.of_each, len(of_rule)))
    print(f"seed {options.seed}: rule, the words around, what stands there→what it would become")
    for number, (text, finding) in enumerate(sample, start=1):
        print(f"{number:3} {in_context(text, finding)}")


def texts_of_many_words(texts: list[str]) -> list[str]:
    pieces = "\n".join(texts[:200]).split(" ")
    return [" ".join(pieces[start : start + WORDS_TIMED]) for start in range(0, WORDS_TIMED * ROUNDS, WORDS_TIMED)]


def print_speed(texts: list[str]) -> None:
    rounds = texts_of_many_words(texts)
    floors = {
        "re.finditer over the words": lambda text: [match.span() for match in re.finditer(r"\w+", text)],
        "search_key": search_key,
    }
    others = TOPICS[1:]  # the lines that were read above are remembered under all of them
    proofread("", aliases=others)  # the word lists are read once in the life of a server
    taken = milliseconds(lambda text: proofread(text, aliases=others), rounds)
    again = milliseconds(lambda text: proofread(text, aliases=others), [f"{text} كلمة" for text in rounds])
    print(f"proofread, {WORDS_TIMED:,} words: {taken:.1f} ms, again with one word more: {again:.1f} ms")
    for name, function in floors.items():
        floor = milliseconds(function, rounds)
        print(f"  {name}: {floor:.2f} ms, so {taken / floor:.0f} times that")


def print_request(texts: list[str], topics: int) -> None:
    """Print what the writing screen's question costs a worker of the web server, and how long its answer takes."""
    from benchmarks.scale import Words
    from benchmarks.scratch import begin, client, scratch_database

    begin()
    from newsroom import roles
    from topics.models import Topic, TopicAlias

    with scratch_database():
        words = Words(random.Random(1))
        Topic.objects.bulk_create(
            Topic(name_ar=f"{' '.join(words.some(2))} {number}", slug_ar=f"ملفّ-{number}") for number in range(topics)
        )
        for topic in Topic.objects.all():
            spellings = [topic.name_ar.replace(" ", f"{ending} ", 1) for ending in ("ه", "ا")]
            TopicAlias.objects.bulk_create(TopicAlias(topic=topic, name=spelling) for spelling in spellings)
        session = client(roles.EDITOR).cookies["sessionid"].value
        rounds, costs = texts_of_many_words(texts), defaultdict(list)
        for _worker in range(WORKERS):
            with Worker(session) as worker:
                costs["the first of a fresh worker"].append(worker.ask(rounds[0]))
                for text in rounds[1:]:
                    costs["a text seen for the first time"].append(worker.ask(text))
                    costs["at each pause: one word more"].append(worker.ask(f"{text} كلمة"))
                    Topic.objects.create(name_ar=text[:20], slug_ar=f"جديد-{Topic.objects.count()}")
                    costs["the first after a topic changed"].append(worker.ask(f"{text} كلمة أخرى"))
                costs["(a worker's start)"].append(worker.start)
    print(f"the desk's request, {topics:,} topics: ms of a processor, median and most; ms until answered, median")
    for kind, figures in costs.items():
        taken, passed = zip(*figures)
        print(
            f"  {kind:32} {statistics.median(taken):6.1f} {max(taken):6.1f}   {statistics.median(passed):6.1f}"
            f"   ({len(figures)})"
        )


class Worker:
    """A process that answers as a worker of the web server does, with all that such a one does as it starts."""

    def __init__(self, session: str) -> None:
        from django.db import connection

        there = connection.settings_dict
        login = f"{there['USER']}:{quote(there['PASSWORD'] or '', safe='')}@{quote(there['HOST'], safe='')}"
        url = f"postgresql://{login}:{there['PORT']}/{there['NAME']}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.proofreading", "--answer", session],
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.start = self._figures()

    def ask(self, text: str) -> tuple[float, float]:
        """The milliseconds of a processor, and those until the answer, of one question about `text`."""
        question = {"article": None, "texts": [["body", line] for line in text.split("\n")], "stet": [], "mend": []}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._figures()

    def _figures(self) -> tuple[float, float]:
        return tuple(json.loads(self._process.stdout.readline()))

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.stdin.close()
        self._process.wait()


def answer(session: str) -> None:
    """Be that process: answer each line of stdin with its figures."""

    def timed(function):
        began, began_at = time.process_time(), time.perf_counter()
        done = function()
        passed = 1000 * (time.process_time() - began), 1000 * (time.perf_counter() - began_at)
        print(json.dumps(passed), flush=True)
        return done

    application = timed(lambda: importlib.import_module("newsroom.wsgi").application)
    token = "a" * 32
    for line in sys.stdin:
        question = line.encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/desk/articles/article/proofread/",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(question)),
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "br",
            "HTTP_COOKIE": f"sessionid={session}; csrftoken={token}",
            "HTTP_X_CSRFTOKEN": token,
            "wsgi.input": io.BytesIO(question),
        }
        setup_testing_defaults(environ)
        statuses = []
        timed(lambda: b"".join(application(environ, lambda status, headers: statuses.append(status))))  # noqa: B023
        assert statuses == ["200 OK"], statuses


def milliseconds(function, texts: list[str]) -> float:
    """The median over `texts`, each seen for the first time."""
    taken = []
    for text in texts:
        began = time.process_time()
        function(text)
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken)


def in_context(text: str, finding) -> str:
    before = text[max(0, finding.start - CONTEXT) : finding.start]
    behind = text[finding.end : finding.end + CONTEXT]
    fixes = " / ".join(finding.fixes)
    line = f"{finding.rule} {before}{{{text[finding.start : finding.end]}→{fixes}}}{behind}"
    return line.replace("\n", "¶").replace("\N{NO-BREAK SPACE}", "⍽")


if __name__ == "__main__":
    main()
