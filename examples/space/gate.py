"""Runs model-license-gate on input from strangers and shows its JSON report as HTML. Needs nothing but Python."""
import functools, html, json, os, pathlib, re, shutil, subprocess, tempfile
PROGRAM = shutil.which(os.environ.get("MODEL_LICENSE_GATE") or "model-license-gate") or ""
BYTES, SECONDS, SHOWN = 200_000, 60, 50  # of a card; of one call; items of one list
PART = r"(?!\S*(?:--|\.\.))[A-Za-z0-9][\w.-]{0,95}"
ID = re.compile(rf"(?:hf://|https://huggingface\.co/)?({PART}/{PART}(?:@[A-Za-z0-9][\w./-]{{0,99}})?)/?", re.ASCII)
KEPT = ["PATH", "SYSTEMROOT", "HF_ENDPOINT", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"]
CERTAINTY = {"text": "explicit", "interpretation": "our reading", "needs-human": "unclear: ask counsel"}

def run(calls, card=b""):
    """What each call prints, in a new folder with the card that is then removed. ValueError says why the first has no result."""
    # Strangers name the model, so the server's token stays out unless its owner says otherwise. Nor is its home read.
    kept = KEPT + ["HF_TOKEN"] * (os.environ.get("MODEL_LICENSE_GATE_USE_TOKEN") == "1")
    with tempfile.TemporaryDirectory(prefix="model-license-", ignore_cleanup_errors=True) as home:
        env = {name: os.environ[name] for name in kept if name in os.environ} | {"HOME": home, "USERPROFILE": home}
        folder, printed = pathlib.Path(home, "model"), []
        (folder / ".git").mkdir(parents=True)  # the root of a repository: no configuration above it applies
        (folder / "README.md").write_bytes(card)
        for arguments in calls:
            try:
                done = subprocess.run([PROGRAM, *arguments], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                                      capture_output=True, encoding="utf-8", errors="replace", timeout=SECONDS, check=False)
            except (OSError, subprocess.TimeoutExpired) as e:
                raise ValueError("The check took too long." if hasattr(e, "timeout") else "The gate is not installed on this server.") from None
            reason = done.stderr.strip().removeprefix("error: ")[:1000] or "The check failed."
            if done.returncode not in (0, 1) and not printed:
                raise ValueError(reason)
            printed.append(done.stdout if done.returncode in (0, 1) else reason)
        return printed

def shown(work):
    @functools.wraps(work)
    def page_or_reason(text):
        try:
            return page(*work(str(text or "").strip()))
        except ValueError as why:
            return f"<p>{badge('not checked')}{prose(why)}</p>"
    return page_or_reason

@shown
def check_card(text):
    """The page for the text of a card."""
    card = text.encode(errors="replace")
    if not 0 < len(card) <= BYTES:
        raise ValueError(f"Paste a model card of at most {BYTES:,} bytes.")
    return run([["check", ".", "--hub", "--format", "json"], ["fix", ".", "--dry-run"]], card)

@shown
def check_model(text):
    """The page for a model on the Hub, by its id."""
    if not (found := ID.fullmatch(text)):
        raise ValueError("Write the id of a model, as OWNER/NAME or OWNER/NAME@REVISION.")
    return run([["check", "hf://" + found[1], "--hub", "--format", "json"], ["fix", "hf://" + found[1], "--dry-run"]])

def esc(text):
    """Hostile text as HTML, harmless in Gradio's templates too. Characters that nobody sees become visible."""
    seen = "".join(c if c.isprintable() or c in "\n\t" else f"\\u{ord(c):04x}" for c in str(text))
    return re.sub(r"[{}$]", lambda found: f"&#{ord(found[0])};", html.escape(seen))

def prose(text):
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", esc(text))

def badge(word):
    return f'<b class="badge {esc(word).replace(" ", "-")}">{esc(word)}</b> '

def items(title, rows, show):
    more = f"<p>{len(rows) - SHOWN} more are not shown.</p>" if len(rows) > SHOWN else ""
    return f"<h4>{title}</h4><ul>{''.join(f'<li>{show(row)}</li>' for row in rows[:SHOWN])}</ul>{more}" if rows else ""

def place(row):
    return f"<code>{esc(row['path'])}{':' + str(row['line']) if row['line'] else ''}</code>"

def tree(below):
    return f"<ul>{''.join(f'<li><span>{esc(name)}</span>{tree(more)}</li>' for name, more in below.items())}</ul>" if below else ""

def model_part(model):
    name, graph, rows = model["name"] or "this model", {}, []
    for line in model["lineage"]:
        node, said = graph, {"yes": "", "no": " (not derived)", "uncertain": " (uncertain)"}[line["derived"]]
        for one in [*line["via"][:20], line["family"] + said] if line["derived"] != "no" else []:
            node = node.setdefault(one, {})
        rows += [f"{place(row)} {esc(line['family'] + said)}, {esc(row['kind'])}: {prose(row['text'])}"
                 for row in line["evidence"] if row["speaks_for"] == (line["derived"] != "no")]
    return (f"<h3>{badge(model['conclusion'])}{esc(name)}</h3><p>Declares {prose(', '.join(model['declared']) or 'no license')}. "
            f"{prose(model['reason'] or '')}</p>"
            + (f'<h4>Lineage</h4><div class="tree">{tree({name: graph})}</div>' if graph else "")
            + items("Evidence", list(dict.fromkeys(rows)), str))

def finding_part(one):
    fix, steps = one["fix"], "".join(f"<li>{prose(step)}</li>" for step in one["advice"]["steps"])
    text = f"{fix['path']}, line {fix['line']}:\n{fix['replacement']}" if fix else one["advice"]["verbatim"]
    return (f"{badge(one['severity'].replace('info', 'note'))}{place(one)} {esc(one['rule'])}<p>{prose(one['message'])}</p>"
            f"<p><i>{esc(one['clause'])}: {CERTAINTY.get(one['basis'], esc(one['basis']))}</i></p><ul>{steps}</ul>"
            + (f"<pre>{esc(text)}</pre>" if text else ""))

def page(report, diff=""):
    report = json.loads(report)
    return ("".join(map(model_part, report["models"][:SHOWN])) or f"<h3>{badge(report['conclusion'])}</h3>") + (
            items("Findings", report["findings"], finding_part) + (f"<h4>Fix, as a diff</h4><pre>{esc(diff)}</pre>" if diff else "")
            + items("The gate cannot see", report["unchecked"], prose))
