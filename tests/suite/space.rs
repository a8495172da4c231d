//! The page to try the gate, without Gradio: what it runs, what it passes on, and that nothing of a card becomes markup.

use crate::harness::{self, Outcome, python};
#[cfg(feature = "github")]
use crate::hub_places::{CARD, UNKNOWN};
use crate::project::{root, text};
#[cfg(feature = "github")]
use crate::support::models::{Models, files};
#[cfg(unix)]
use std::path::Path;
use std::process::Command;

tests! {
    a_card_gets_its_conclusion_lineage_evidence_findings_and_fix,
    #[cfg(feature = "github")] a_model_on_the_hub_gets_its_page,
    #[cfg(feature = "github")] the_app_answers_a_visitor,
    nothing_of_a_card_becomes_markup,
    #[cfg(unix)] only_ids_of_models_reach_the_program,
    #[cfg(unix)] the_program_sees_no_token_and_leaves_nothing_behind,
    #[cfg(unix)] what_goes_wrong_is_told_in_words,
    visitors_at_the_same_time_get_their_own_page,
    the_app_is_short_and_says_how_to_start_it,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

/// Runs Python lines after `import gate`, with variables of their own, and returns what they print.
fn run(lines: &str, variables: &[(&str, &str)]) -> Result<String, harness::Skipped> {
    let python = python("import sys; assert sys.version_info >= (3, 10)", "Python 3.10")?;
    let mut command = Command::new(python);
    command.current_dir(root().join("examples/space")).arg("-c").arg(format!("import gate, os\n{lines}"));
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONIOENCODING", "utf-8").env("MODEL_LICENSE_GATE", PROGRAM);
    // Nothing listens there, so that no lookup leaves the machine.
    command.env("HF_ENDPOINT", "http://127.0.0.1:9").envs(variables.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout).unwrap())
}

/// A program in place of the gate, in a folder of the test.
#[cfg(unix)]
fn other_program(work: &Path, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let program = work.join("gate");
    std::fs::write(&program, format!("#!/bin/sh\n{script}")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    program.to_str().unwrap().to_owned()
}

fn a_card_gets_its_conclusion_lineage_evidence_findings_and_fix() -> Outcome {
    let lines = "print(gate.check_card(open('../karakuri-v0.1/README.md', encoding='utf-8').read()))";
    let page = run(lines, &[])?;
    for part in [
        "<b class=\"badge does-not-comply\">does not comply</b>",
        "<ul><li><span>KARAKURI LM (rendition)</span><ul><li><span>llama2</span>",
        "<code>README.md:16</code> llama2, prose: The model builds upon Llama 2.",
        "<i>Llama 2 Community License 1.b.iii: our reading</i>",
        "<i>Llama 2 Community License 1.b.i: explicit</i>",
        "-license: cc-by-sa-4.0\n+license: llama2\n",
        "+Llama 2 is licensed under the LLAMA 2 Community License",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    let chain = "print(gate.check_card('---\\nlicense: mit\\nbase_model: lmsys/vicuna-7b-v1.5\\n---\\n'))";
    let chain = run(chain, &[])?;
    assert!(chain.contains("<span>lmsys/vicuna-7b-v1.5</span><ul><li><span>llama2</span>"), "{chain}");
    Ok(())
}

/// A Hub with a model, the one that it is made from, and nothing else.
#[cfg(feature = "github")]
fn hub() -> Models {
    Models::start([
        ("acme/letters", files(&[("README.md", UNKNOWN)])),
        ("acme/strange-7b", files(&[("README.md", CARD)])),
    ])
}

#[cfg(feature = "github")]
fn a_model_on_the_hub_gets_its_page() -> Outcome {
    let hub = hub();
    let endpoint = ("HF_ENDPOINT", &*hub.hub.address);
    let page = run("print(gate.check_model(' https://huggingface.co/acme/letters '))", &[endpoint])?;
    for part in [
        "<b class=\"badge does-not-comply\">does not comply</b>",
        "<span>acme/strange-7b</span><ul><li><span>meta-llama/Llama-2-7b-hf</span>",
        "-license: apache-2.0\n+license: llama2\n",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    let absent = run("print(gate.check_model('acme/none'))", &[endpoint])?;
    assert!(absent.contains("the Hub shows no model <code>acme/none</code>"), "{absent}");
    Ok(())
}

#[cfg(feature = "github")]
fn the_app_answers_a_visitor() -> Outcome {
    let python = python("import sys, gradio, gradio_client; assert sys.version_info >= (3, 10)", "Gradio for Python")?;
    let (hub, work) = (hub(), harness::folder("space-app"));
    let lines = "import app
from gradio_client import Client
app.page.queue().launch(prevent_thread_lock=True, quiet=True, server_name='127.0.0.1')
print(Client(app.page.local_url, verbose=False).predict('acme/letters', api_name='/check_model'))";
    let mut command = Command::new(python);
    command.current_dir(root().join("examples/space")).args(["-c", lines]).env("HOME", &work).env("NO_PROXY", "*");
    command.envs([("PYTHONDONTWRITEBYTECODE", "1"), ("GRADIO_ANALYTICS_ENABLED", "False")]);
    let output = command.env("MODEL_LICENSE_GATE", PROGRAM).env("HF_ENDPOINT", &hub.hub.address).output().unwrap();
    let page = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        page.contains("<span>acme/strange-7b</span><ul><li><span>meta-llama/Llama-2-7b-hf</span>"),
        "{page}{errors}"
    );
    Ok(())
}

fn nothing_of_a_card_becomes_markup() -> Outcome {
    let lines = r#"
evil = '<script>alert(1)</script><img src=x onerror=alert(1)>\u202e" onload="x ${alert(1)} {{x}} &amp; `<i>`'
card = f'---\nlicense: "{evil[:20]}"\nbase_model: meta-llama/Llama-2-7b-hf\ntags: [{evil!r}]\n---\n# {evil}\nWe fine-tuned Llama 2 {evil}\n'
page = gate.check_card(card)
import html.parser, collections
found = collections.Counter()
class Reader(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        found.update([tag, *(f'{tag} {name}' for name, _ in attributes)])
Reader().feed(page)
print(sorted(found))
print('Llama 2' in page, any(c in page for c in '{}$\u202e'))
"#;
    let found = run(lines, &[])?;
    let allowed = "'b', 'b class', 'code', 'div', 'div class', 'h3', 'h4', 'i', 'li', 'p', 'pre', 'span', 'ul'";
    assert_eq!(found, format!("[{allowed}]\nTrue False\n"));
    Ok(())
}

#[cfg(unix)]
fn only_ids_of_models_reach_the_program() -> Outcome {
    let work = harness::folder("space-ids");
    let gate = other_program(&work, "echo \"got $*.\" >&2\nexit 2\n");
    let lines = r"
for text in ['acme/bird', ' acme/bird@main\n', 'hf://acme/bird@refs/pr/1', 'https://huggingface.co/acme/bird/']:
    print(gate.check_model(text))
for text in ['', None, 'bird', 'a/b/c', '../etc', 'a/..', '-a/b', 'a/b@-x', 'a/b@../x', 'a--b/c', 'a/b --fix', 'a/b\nc', 'é/b', 'file:///etc',
             'a/b;id', 'a' * 200 + '/b']:
    page = gate.check_model(text)
    assert 'Write the id of a model' in page and 'got' not in page, text
";
    let ids = ["acme/bird", "acme/bird@main", "acme/bird@refs/pr/1", "acme/bird"];
    let got = |id| {
        format!("<p><b class=\"badge not-checked\">not checked</b> got check hf://{id} --hub --format json.</p>\n")
    };
    assert_eq!(run(lines, &[("MODEL_LICENSE_GATE", &gate)])?, ids.map(got).concat());
    Ok(())
}

#[cfg(unix)]
fn the_program_sees_no_token_and_leaves_nothing_behind() -> Outcome {
    let work = harness::folder("space-token");
    let gate =
        other_program(&work, "touch \"$HOME/left\"\necho \"$HOME [$HF_TOKEN$GITHUB_TOKEN$HF_HOME]\" >&2\nexit 2\n");
    let temp = work.join("temp");
    std::fs::create_dir(&temp).unwrap();
    let variables = [
        ("MODEL_LICENSE_GATE", &*gate),
        ("TMPDIR", temp.to_str().unwrap()),
        ("HF_TOKEN", "hf_owner"),
        ("GITHUB_TOKEN", "ghs_owner"),
        ("HF_HOME", "/home/owner"),
    ];
    let lines = "print(gate.check_model('acme/bird'), gate.check_card('# x'))";
    let said = run(lines, &variables)?;
    assert!(said.matches(" []</p>").count() == 2 && !said.contains("owner"), "{said}");
    assert!(said.matches(temp.to_str().unwrap()).count() == 2, "the home is not a new folder: {said}");
    assert_eq!(std::fs::read_dir(&temp).unwrap().count(), 0);
    // The owner may say so.
    let said = run(lines, &[&variables[..], &[("MODEL_LICENSE_GATE_USE_TOKEN", "1")]].concat())?;
    assert!(said.matches(" [hf_owner]</p>").count() == 2, "{said}");
    Ok(())
}

#[cfg(unix)]
fn what_goes_wrong_is_told_in_words() -> Outcome {
    let work = harness::folder("space-wrong");
    let slow = other_program(&work, "exec sleep 20\n");
    let lines = "gate.SECONDS = 0.2\nprint(gate.check_card('# x'))";
    assert!(run(lines, &[("MODEL_LICENSE_GATE", &slow)])?.contains("The check took too long."));
    let absent = run("print(gate.check_card('# x'))", &[("MODEL_LICENSE_GATE", "/nowhere/gate")])?;
    assert!(absent.contains("The gate is not installed on this server."), "{absent}");
    let big = run("print(gate.check_card('é' * 100_001), gate.check_card(' '), gate.check_card(None))", &[])?;
    assert_eq!(big.matches("Paste a model card of at most 200,000 bytes.").count(), 3, "{big}");
    let unfixed = other_program(
        &work,
        &format!("[ \"$1\" = check ] || {{ echo no fix >&2; exit 2; }}\nexec '{PROGRAM}' \"$@\"\n"),
    );
    let unfixed = run("print(gate.check_card('# x'))", &[("MODEL_LICENSE_GATE", &unfixed)])?;
    assert!(unfixed.contains("</b> x</h3>") && unfixed.contains("<pre>no fix</pre>"), "{unfixed}");
    let broken = other_program(&work, "echo no JSON\n");
    assert!(run("print(gate.check_model('acme/bird'))", &[("MODEL_LICENSE_GATE", &broken)])?.contains("not checked"));
    Ok(())
}

fn visitors_at_the_same_time_get_their_own_page() -> Outcome {
    let lines = r"
from concurrent.futures import ThreadPoolExecutor
cards = [f'---\nlicense: mit\n---\n# Bird{number}\n' for number in range(12)]
with ThreadPoolExecutor(12) as visitors:
    pages = list(visitors.map(gate.check_card, cards))
print(all(f'</b> Bird{number}</h3>' in page for number, page in enumerate(pages)))
";
    assert_eq!(run(lines, &[])?, "True\n");
    Ok(())
}

fn the_app_is_short_and_says_how_to_start_it() {
    let lines = ["app.py", "gate.py"].map(|name| text(&format!("examples/space/{name}")).lines().count());
    assert!(lines.iter().sum::<usize>() <= 120, "{lines:?} lines");
    let page = text("examples/space/README.md");
    let front: serde_yaml::Value = serde_yaml::from_str(page.split("---\n").nth(1).unwrap()).unwrap();
    assert_eq!(["sdk", "app_file", "license"].map(|key| front[key].as_str()), ["gradio", "app.py", "mit"].map(Some));
    assert!(page.contains("pip install -r requirements.txt && python app.py"));
    // The version of the program, for a Space.
    let wanted = concat!("model-license-gate==", env!("CARGO_PKG_VERSION"));
    assert!(text("examples/space/requirements.txt").contains(wanted));
}
