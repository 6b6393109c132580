//! The page of the API: what each endpoint takes, and what it answers. What it says comes from the API's description for programs.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::guide::api as words;
use rssac002_charts::guide::whole;
use rssac002_charts::state::url::Ignored;
use rssac002_server::api::guide::Excerpt;
use rssac002_server::api::guide::{Described, Guide, Parameter, Takes};

use super::parts::{Choice, Choices, FORM, NotUnderstood, told};

/// The anchor of the answer.
const ANSWER: &str = "answer";

/// An endpoint, a form for its parameters, and what it answers.
#[component]
pub fn ApiPage(guide: Arc<Guide>, ignored: Vec<Ignored>) -> impl IntoView {
    let link = |(text, href): (&'static str, &'static str)| {
        view! {
            <li>
                <a href=href>{text}</a>
            </li>
        }
    };
    let links = [(words::FOR_PROGRAMS, words::DESCRIPTION), (words::CHAPTER, words::CHAPTER_PATH)];
    let asked = answer(&guide).map(|answer| view! { <Asked guide /> {answer} });
    view! {
        <h1>{words::TITLE}</h1>
        <p class="subtitle">{words::INTRODUCTION} "."</p>
        <NotUnderstood ignored />
        {match asked.is_some() {
            true => view! { <p class="prose">{words::HOW}</p> }.into_any(),
            false => {
                view! {
                    <p class="prose">{words::IS_FILES} " " <a href=whole::PATH>{whole::MENU}</a> "."</p>
                }
                    .into_any()
            }
        }}
        <ul class="further">{links.map(link).collect_view()}</ul>
        {asked}
    }
}

/// The endpoints, and the form of the chosen one.
#[component]
fn Asked(guide: Arc<Guide>) -> impl IntoView {
    let choice = |(at, endpoint): (usize, &Described)| -> Choice {
        let href = format!("{}?{}={}", words::PATH, words::KEY, endpoint.name);
        (endpoint.name.clone(), href, at == guide.chosen)
    };
    let endpoint = guide.endpoint();
    let fields = endpoint
        .parameters
        .iter()
        .zip(&guide.given)
        .map(|(parameter, given)| field(parameter, given.as_deref()));
    view! {
        <Choices label=words::ENDPOINTS lines=vec![guide.endpoints.iter().enumerate().map(choice).collect()] />
        <h2>{endpoint.summary.clone()}</h2>
        {(!endpoint.description.is_empty()).then(|| view! { <p class="prose">{told(&endpoint.description)}</p> })}
        <h3>{words::PARAMETERS}</h3>
        <input type="hidden" name=words::KEY value=endpoint.name.clone() form=FORM />
        <div class="parameters">{fields.collect_view()}</div>
        <p class="ask">
            // The answer is what was asked for, so it is what is seen.
            <button type="submit" form=FORM formaction=format!("{}#{ANSWER}", words::PATH)>
                {words::ASK}
            </button>
        </p>
    }
}

/// A parameter with what it was given.
fn field(parameter: &Parameter, given: Option<&str>) -> impl IntoView + use<> {
    let name = parameter.name.clone();
    let [id, about, list] = ["", "-about", "-list"].map(|part| format!("parameter-{name}{part}"));
    let input = match &parameter.takes {
        Takes::Presence => view! {
            <input type="checkbox" id=id.clone() name=name.clone() value="" checked=given.is_some() form=FORM
                aria-describedby=about.clone() />
        }
        .into_any(),
        Takes::OneOf(these) => {
            let option = |value: &String| {
                view! {
                    <option value=value.clone() selected=given == Some(value.as_str())>
                        {value.clone()}
                    </option>
                }
            };
            view! {
                <select id=id.clone() name=name.clone() form=FORM aria-describedby=about.clone()>
                    <option value="">{words::NOT_GIVEN}</option>
                    {these.iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
        Takes::Text(examples) => {
            let example = |value: &String| view! { <option value=value.clone()></option> };
            let has_examples = !examples.is_empty();
            view! {
                <input type="text" id=id.clone() name=name.clone() value=given.unwrap_or_default().to_owned() form=FORM
                    list=has_examples.then(|| list.clone()) aria-describedby=about.clone() autocomplete="off" spellcheck="false" />
                {has_examples.then(|| view! { <datalist id=list>{examples.iter().map(example).collect_view()}</datalist> })}
            }
            .into_any()
        }
    };
    view! {
        <div>
            <label for=id>
                <code>{name}</code>
                {parameter.required.then(|| view! { <span class="hint">" " {words::REQUIRED}</span> })}
            </label>
            {input}
            <p class="hint" id=about>{told(&parameter.description)}</p>
        </div>
    }
}

/// What was asked, and what it is answered; nothing where no server will answer.
fn answer(guide: &Guide) -> Option<impl IntoView + use<>> {
    let (before, text) = match guide.answer.as_ref()? {
        Excerpt::Whole(text) => (None, Some(text.clone())),
        Excerpt::Beginning(text, octets) => (Some(words::beginning(text.len(), *octets)), Some(text.clone())),
        Excerpt::Large(octets) => (Some(words::large(*octets)), None),
        Excerpt::Refused(status, document) => (Some(format!("{status}:")), Some(document.clone())),
    };
    let before = before.map(|before| view! { <p class="prose">{before}</p> });
    let text = text.map(|text| {
        view! {
            <pre class="answer" tabindex="0" role="region" aria-label=words::TEXT>
                <code>{text}</code>
            </pre>
        }
    });
    let asked = view! {
        <h2 id=ANSWER>{words::ANSWER}</h2>
        <pre class="answer" tabindex="0">
            <code>{format!("curl --compressed '{}{}'", guide.site, guide.address)}</code>
        </pre>
        <p>
            <a href=guide.address.clone()>{words::OPEN}</a>
        </p>
        {before}
        {text}
    };
    Some(asked)
}
