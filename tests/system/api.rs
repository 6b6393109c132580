//! The API, asked in the form of its page.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

#[test]
fn a_question_is_filled_in_asked_and_kept_in_the_address() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for scripts in [true, false] {
        let page = system.window(View::DESKTOP)?;
        page.scripts(scripts)?;
        page.go_to(&system.server.address("/api/"))?;
        if scripts {
            page.wait_for_chart()?;
        }
        page.js("[...document.querySelectorAll('.elsewhere a')].find(link => link.innerText === 'rcode-volume').click()")?;
        page.wait_for("the endpoint", "location.search === '?endpoint=rcode-volume'")?;
        if scripts {
            page.wait_for_chart()?;
        }
        page.fill("#parameter-rsi", "c,k")?;
        page.fill("#parameter-start_date", "2020-11-02")?;
        page.fill("#parameter-end_date", "2020-11-08")?;
        page.choose("#parameter-week")?;
        page.choose("#parameter-sum")?;
        page.choose(".ask button")?;
        page.wait_for(
            "the answer",
            "location.hash === '#answer' && new URLSearchParams(location.search).get('rsi') === 'c,k'",
        )?;
        if scripts {
            // The app takes the place of the page as it came.
            page.wait_for_chart()?;
        }
        let href = "return document.querySelector('#answer ~ p a').getAttribute('href')";
        let href = page.js(href)?.as_str().map(str::to_owned).context("an address")?;
        assert_eq!(href, "/api/v1/rcode-volume?rsi=c,k&start_date=2020-11-02&end_date=2020-11-08&week&sum");
        let text = page.text("#answer ~ [role=region]")?;
        let shown: Value =
            serde_json::from_str(&text).with_context(|| format!("scripts {scripts}: {text}"))?;
        assert_eq!(shown, system.server.api(&href)?, "scripts {scripts}");
        // What was asked stands in the fields again.
        let fields = "const field = name => document.querySelector(`#parameter-${name}`);
            return [field('rsi').value, field('week').checked, field('step').value, field('sum').checked]";
        assert_eq!(page.js(fields)?, serde_json::json!(["c,k", true, "", true]), "scripts {scripts}");
        ensure!(page.js("return scrollY > 0")? == true, "scripts {scripts}: the answer is not in sight");
    }
    Ok(())
}
