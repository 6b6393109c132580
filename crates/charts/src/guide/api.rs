//! What the page of the API says, besides what the description of the API says of each endpoint and parameter.

/// Where the page stands.
pub const PATH: &str = "/api/";
/// The description for programs.
pub const DESCRIPTION: &str = "/api/v1/openapi.json";
/// The key of the endpoint in the page's query.
pub const KEY: &str = "endpoint";
/// Its title.
pub const TITLE: &str = "API";
/// What it is, without a full stop.
pub const INTRODUCTION: &str = "All numbers behind the charts, as JSON, for any program and any site";
/// How the page is used.
pub const HOW: &str = "Choose an endpoint, fill in what you want to know, and see the address, the command and the answer. The page's own \
    address says it all, so that it can be kept and shared.";
/// What it says where no server answers.
pub const IS_FILES: &str = "This copy of the site is files, without a server that answers questions. The description below is that of \
    the API which a server has; here all numbers are under";
/// The link to the description.
pub const FOR_PROGRAMS: &str = "Description for programs (OpenAPI)";
/// The link to the manual's chapter.
pub const CHAPTER: &str = "Chapter of the manual";
/// The manual's chapter.
pub const CHAPTER_PATH: &str = "/docs/api.html";
/// The name of the list of endpoints.
pub const ENDPOINTS: &str = "Endpoints";
/// The heading of the parameters.
pub const PARAMETERS: &str = "Parameters";
/// Behind the name of a parameter that has to be given.
pub const REQUIRED: &str = "required";
/// The choice of nothing.
pub const NOT_GIVEN: &str = "not given";
/// The button.
pub const ASK: &str = "Ask";
/// The heading of the answer.
pub const ANSWER: &str = "Answer";
/// The link to the answer by itself.
pub const OPEN: &str = "Open it";
/// The name of the text of the answer.
pub const TEXT: &str = "Text of the answer";

/// How much of an answer is shown.
pub fn beginning(shown: usize, octets: usize) -> String {
    format!("The first {shown} of {octets} octets:")
}

/// What stands in the place of an answer that is too long to be made for this page.
pub fn large(octets: usize) -> String {
    format!("The answer has about {} MB, too much for this page.", octets.div_ceil(1_000_000))
}

/// What is accepted where an unknown endpoint was named.
pub fn endpoints<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// What is accepted where a parameter was named that an endpoint does not have.
pub fn parameters<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("{name}=")).collect::<Vec<_>>().join(", ")
}
