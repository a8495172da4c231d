"""A page that checks a model card, or a model on the Hub, against the licenses of its base models."""
import pathlib
import gradio as gr
import gate

with gr.Blocks(title="Model license gate", analytics_enabled=False) as page:
    gr.Markdown("# Model license gate\nDoes a model meet the licenses of the models it is derived from? This is not legal advice.")
    with gr.Tab("Model card"):
        card = gr.Textbox(label="README.md of the model, with its front matter", lines=12, max_lines=24, max_length=gate.BYTES)
        check_card = gr.Button("Check the card", variant="primary")
    with gr.Tab("Model on the Hub"):
        model = gr.Textbox(label="Id", placeholder="OWNER/NAME")
        check_model = gr.Button("Check the model", variant="primary")
    result = gr.HTML(elem_classes="result")
    check_card.click(gate.check_card, card, result, concurrency_limit=4)
    gr.on([check_model.click, model.submit], gate.check_model, model, result, concurrency_limit=4)

if __name__ == "__main__":
    style, fonts = pathlib.Path(__file__).with_name("style.css"), {"font": ["system-ui", "sans-serif"], "font_mono": ["monospace"]}
    page.queue(max_size=40).launch(theme=gr.themes.Default(**fonts), css_paths=style, footer_links=[])
