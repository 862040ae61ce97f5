//! A list that is scrolled, and follows the step that is looked at.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Element;
use yew::{Callback, Event, NodeRef, hook, use_effect_with, use_force_update, use_mut_ref};

use crate::edge::resize::ResizeListener;
use crate::rules::loop_view::table;

/// How far the list is scrolled, and what is to be told when the user scrolls it. Whenever `when` has changed,
/// the list is scrolled so that `row` is in sight; it is drawn there at once, without waiting for the browser.
#[hook]
pub(super) fn use_scroll(
    list: NodeRef,
    row: Option<usize>,
    when: (usize, usize),
    row_height: f64,
    height: f64,
) -> (f64, Callback<Event>) {
    let top: Rc<RefCell<f64>> = use_mut_ref(|| 0.0);
    let last = use_mut_ref(|| None);
    let redraw = use_force_update();
    if last.replace(Some(when)) != Some(when)
        && let Some(row) = row
    {
        let revealed = table::reveal(*top.borrow(), height, row_height, row);
        top.replace(revealed);
    }
    let catch_up = {
        let (list, top) = (list.clone(), top.clone());
        move || {
            let top = *top.borrow() as i32;
            if let Some(list) = list.cast::<Element>().filter(|list| list.scroll_top() != top) {
                list.set_scroll_top(top);
            }
        }
    };
    use_effect_with(when, {
        let catch_up = catch_up.clone();
        move |_| catch_up()
    });
    // A list that is not displayed cannot be scrolled: it is when it comes on screen.
    use_effect_with((), {
        let list = list.clone();
        move |()| {
            let listener = list.cast().map(|list: Element| ResizeListener::new(&list, catch_up));
            move || drop(listener)
        }
    });
    let now = *top.borrow();
    let onscroll = Callback::from(move |_| {
        let Some(list) = list.cast::<Element>().filter(|list| list.client_height() > 0) else { return };
        let scrolled = f64::from(list.scroll_top());
        if (top.replace(scrolled) - scrolled).abs() >= 1.0 {
            redraw.force_update();
        }
    });
    (now, onscroll)
}
