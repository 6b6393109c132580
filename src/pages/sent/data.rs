//! The page of the whole data set. What it says stands in [`rssac002_charts::guide::whole`], how programs read the files beside
//! these in the server.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::guide::whole as words;
use rssac002_charts::provenance;
use rssac002_charts::state::url::Ignored;
use rssac002_model::Metric;
use rssac002_server::site::page::{Data, Listed};
use rssac002_server::site::whole::{BASE, SNIPPETS, Snippet};

use super::parts::{NotUnderstood, Told};

/// All files, and how to read them.
#[component]
pub fn DataPage(data: Arc<Data>, ignored: Vec<Ignored>) -> impl IntoView {
    let head = words::COLUMNS.map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let files = data.files.iter().map(file).collect_view();
    let address = format!("{}{BASE}", data.site);
    let snippet = |snippet: &'static Snippet| {
        view! {
            <h3>{snippet.title}</h3>
            <p class="subtitle">{snippet.about}</p>
            <pre tabindex="0">
                <code>{snippet.text.replace("{data}", &address)}</code>
            </pre>
        }
    };
    let link = |(text, href): (&'static str, &'static str)| {
        view! {
            <li>
                <a href=href>{text}</a>
            </li>
        }
    };
    view! {
        <h1>{words::TITLE}</h1>
        <p class="subtitle">
            {provenance::source_of(&Metric::ALL).to_string()} ". " {words::version(&data.version)} "."
        </p>
        <NotUnderstood ignored />
        <Told text=words::INTRODUCTION />
        // Names of parts, because where rows are blocks some browsers forget that this is a table.
        <table class="files" role="table">
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            <tbody role="rowgroup">{files}</tbody>
        </table>
        <Told text=words::HOLDS />
        <Told text=words::PARTS />
        <ul class="further">{words::PARTS_LINKS.map(link).collect_view()}</ul>
        <h2>{words::HOW}</h2>
        {SNIPPETS.iter().map(snippet).collect_view()}
        <h2>{words::ONE_CHART}</h2>
        <Told text=words::ONE_CHART_HOW />
        <ul class="further">{words::ONE_CHART_LINKS.map(link).collect_view()}</ul>
        <h2>{words::SPREADSHEETS}</h2>
        {words::SPREADSHEETS_HOW.iter().map(|text| view! { <Told text /> }).collect_view()}
        <h2>{words::TERMS}</h2>
        <p class="prose">{provenance::licence(&provenance::SOURCE)}</p>
    }
}

/// A row of the list.
fn file(file: &Listed) -> impl IntoView + use<> {
    let links = file.links.iter().map(|(format, address)| {
        view! {
            <a href=address.clone() download="">
                {*format}
            </a>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {file.name}
            </th>
            <td role="cell">{file.about}</td>
            <td role="cell">
                // Headings of columns have no room on a phone.
                <span class="narrow">{words::TO}</span>
                {file.to.map_or("–".to_owned(), |day| day.to_string())}
            </td>
            <td role="cell">{links.collect_view()}</td>
        </tr>
    }
}
