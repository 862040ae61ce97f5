//! The document around the page: its address, its language and theme, and where its focus is.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, window};

use crate::rules::address::Address;
use crate::rules::loop_view::Panel;
use crate::rules::page::PLAYGROUND;
use crate::rules::pane::Pane;
use crate::rules::stage::StageId;

/// The document.
pub(crate) fn document() -> Document {
    window().and_then(|window| window.document()).expect("the page runs in a document")
}

/// What the document's first tag says by this attribute.
pub(crate) fn says(attribute: &str) -> Option<String> {
    document().document_element()?.get_attribute(attribute)
}

/// What the page's address asks for.
pub(crate) fn address() -> Address {
    Address::read(&fragment())
}

/// The address of this page with a fragment.
pub(crate) fn address_of(fragment: &str) -> String {
    let address = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let page = address.split_once('#').map_or(address.as_str(), |(page, _)| page);
    format!("{page}{fragment}")
}

/// Goes to another fragment of this page's address.
pub(crate) fn go(fragment: &str) {
    if let Some(window) = window() {
        // Takes any text.
        let _ = window.location().set_hash(fragment);
    }
}

/// The folder this page is in, without a slash at its end.
pub(crate) fn folder() -> String {
    let address = address_of("");
    let page = address.split_once('?').map_or(address.as_str(), |(page, _)| page);
    page.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
}

/// Puts an address of this page where the user can copy it: into the address bar, which loads nothing.
pub(crate) fn show_address(address: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // Refused only for the address of another host.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// The language the browser prefers.
pub(crate) fn browser_language() -> Option<String> {
    window()?.navigator().language()
}

/// A number that is another one each time.
pub(crate) fn chance() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Whether shortcuts are shown as Apple writes them.
pub(crate) fn is_apple() -> bool {
    let agent = window().and_then(|window| window.navigator().user_agent().ok());
    agent.is_some_and(|agent| agent.contains("Mac") || agent.contains("iPhone") || agent.contains("iPad"))
}

/// Milliseconds on a clock that only goes forward.
pub(crate) fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Sets an attribute of the document's root.
pub(crate) fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Fails only for names that no attribute may have.
        let _ = root.set_attribute(name, value);
    }
}

/// Finds an element.
pub(crate) fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

/// Finds an element of a stage.
pub(crate) fn find_on(stage: StageId, selector: &str) -> Option<Element> {
    find(&format!("[data-stage='{stage}']"))?.query_selector(selector).ok()?
}

/// The stage that has the focus.
pub(crate) fn focused_stage() -> Option<StageId> {
    let stage = document().active_element()?.closest("[data-stage]").ok()??;
    stage.get_attribute("data-stage")?.parse().ok().map(StageId)
}

/// The pane that has the focus.
pub(crate) fn focused_pane() -> Option<Pane> {
    let pane = document().active_element()?.closest("[data-region]").ok()??;
    Pane::from_name(&pane.get_attribute("data-region")?)
}

/// Whether the focus is in an element of this selector.
pub(crate) fn is_focused(selector: &str) -> bool {
    document().active_element().is_some_and(|active| active.closest(selector).ok().flatten().is_some())
}

/// Brings the entry of the open example into sight, by as little scrolling as possible.
pub(crate) fn show_current_example() {
    scroll_to(find(".examples a[aria-current]"));
}

/// Brings an element into sight, by as little scrolling as possible.
fn scroll_to(element: Option<Element>) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(element) = element {
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Brings an element into sight, by as little scrolling as possible.
pub(crate) fn scroll_into_sight(selector: &str) {
    scroll_to(find(selector));
}

/// Puts the focus on an element.
pub(crate) fn focus_on(selector: &str) {
    take_focus(find(selector));
}

/// What is behind the `#` of this page's address.
pub(crate) fn fragment() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Puts the focus where a pane is worked with: its first match of these, from the most useful to the pane
/// itself.
pub(crate) fn focus(pane: Pane) {
    let places: &[&str] = match pane {
        Pane::Examples => &["a[aria-current]"],
        Pane::Code => &["python-editor:defined", "pre"],
        Pane::Console => &["input", ".log"],
        Pane::Loop => &[".position input"],
    };
    let region = format!("[data-region={}]", pane.name());
    // A stage has panes of its own.
    let stage = focused_stage().unwrap_or(PLAYGROUND);
    let place = places.iter().find_map(|place| find_on(stage, &format!("{region} {place}")));
    let place = place.or_else(|| find_on(stage, &region)).or_else(|| find_on(PLAYGROUND, &region));
    take_focus(place);
}

/// Scrolls to a panel of a stage's loop view, if it is not all in sight; its heading is what matters most, and takes the
/// focus if it is to.
pub(crate) fn show_panel(stage: StageId, panel: Panel, takes_focus: bool) {
    let place = format!(".about-{}", panel.name());
    let heading = format!("{place} h3 button");
    if takes_focus {
        take_focus(find_on(stage, &heading));
    }
    scroll_to(find_on(stage, &place));
    scroll_to(find_on(stage, &heading));
}

/// Scrolls a stage's view of the loop to its beginning.
pub(crate) fn show_top(stage: StageId) {
    if let Some(panels) = find_on(stage, ".pane.loop .scroll") {
        panels.set_scroll_top(0);
    }
}

/// Hands the focus on from an element of a stage that leaves the page, or has just left it and taken the focus along.
pub(crate) fn hand_on_focus(stage: StageId, leaving: &str, heir: &str) {
    let active = document().active_element();
    if active.is_none_or(|active| active.tag_name() == "BODY" || active.matches(leaving).unwrap_or(false)) {
        take_focus(find_on(stage, heir));
    }
}

/// Puts the focus into an element of a stage, if the page has it and the user is not at something that has nothing to do
/// with what the program asks: the loop, a dialog.
pub(crate) fn offer_focus(stage: StageId, heir: &str) {
    if document().has_focus() == Ok(true) && !is_focused(".loop, dialog, select") {
        take_focus(find_on(stage, heir));
    }
}

/// Puts the focus into an element. One that cannot take it leaves it where it is.
pub(crate) fn take_focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Scrolls a list of a stage so that a part of it is in sight, and nothing around it.
pub(crate) fn reveal(stage: StageId, list: &str, part: &str) {
    reveal_with(stage, list, part, None);
}

/// The same, with the first of what else matters, if both have room.
pub(crate) fn reveal_with(stage: StageId, list: &str, part: &str, other: Option<&str>) {
    let list = find_on(stage, list);
    let part = list.as_ref().and_then(|list| list.query_selector(part).ok().flatten());
    let (Some(list), Some(part)) = (list, part) else { return };
    let (window, row) = (list.get_bounding_client_rect(), part.get_bounding_client_rect());
    // A deck may have scaled the page: measured are pixels of the screen.
    let scale = window.height() / f64::from(list.client_height().max(1));
    let room = f64::from(list.client_height());
    let other = other.and_then(|other| list.query_selector(other).ok().flatten());
    let other =
        other.map_or_else(|| part.get_bounding_client_rect(), |other| other.get_bounding_client_rect());
    let (first, last) = (row.top().min(other.top()), row.bottom().max(other.bottom()));
    let has_room = (last - first) / scale.max(0.01) <= room;
    let (first, last) = if has_room { (first, last) } else { (row.top(), row.bottom()) };
    let top = (first - window.top()) / scale.max(0.01);
    let height = (last - first) / scale.max(0.01);
    if top < 0.0 || top + height > room {
        list.set_scroll_top(list.scroll_top() + (top - (room - height) / 2.0) as i32);
    }
}
