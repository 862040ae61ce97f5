//! A list that is scrolled, and follows the step that is looked at.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::request_animation_frame;
use web_sys::Element;
use yew::{Callback, Event, NodeRef, hook, use_effect_with, use_force_update, use_memo, use_mut_ref};

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
    // Where the browser has it. To ask it would have it lay out the page.
    let scrolled: Rc<Cell<f64>> = use_memo((), |()| Cell::new(0.0));
    let catch_up = {
        let (list, top, scrolled) = (list.clone(), top.clone(), scrolled.clone());
        move || {
            if let Some(list) = list.cast::<Element>() {
                scrolled.set(*top.borrow());
                list.set_scroll_top(scrolled.get() as i32);
            }
        }
    };
    // The page is laid out then: just before the frame is drawn, when nothing of it changes any more.
    let frame = use_mut_ref(|| None);
    use_effect_with(when, {
        let (top, scrolled, catch_up) = (top.clone(), scrolled.clone(), catch_up.clone());
        move |_| {
            if scrolled.get() != *top.borrow() {
                frame.replace(Some(request_animation_frame(move |_| catch_up())));
            }
        }
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
        scrolled.set(f64::from(list.scroll_top()));
        if (top.replace(scrolled.get()) - scrolled.get()).abs() >= 1.0 {
            redraw.force_update();
        }
    });
    (now, onscroll)
}
