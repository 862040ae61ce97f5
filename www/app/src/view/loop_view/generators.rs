//! The program's generators: where each is suspended, and what it gave last. Programs of generators have no
//! loop, and this is all there is to see of them.

use asyncio101::replay::Generator;
use asyncio101::trace::GeneratorEvent;
use yew::{Html, html};

use super::props::{ViewProps, more, to_line};

/// As many as are shown: the youngest.
const SHOWN: usize = 40;

/// Draws them.
pub(super) fn view(props: &ViewProps) -> Html {
    props.with_labels(|labels| {
        let all = &labels.state.generators;
        let entry = |(number, generator): (&u64, &Generator)| {
            let names = labels.replay.names();
            let function = names.text(generator.function);
            let function = function.rsplit_once("<locals>.").map_or(function, |(_, local)| local);
            let value = names.text(generator.value);
            let variables = names.text(generator.variables);
            let class = match generator.last {
                GeneratorEvent::Created => "ready",
                GeneratorEvent::Resumed => "running",
                GeneratorEvent::Yielded => "waiting",
                GeneratorEvent::Returned
                | GeneratorEvent::Raised
                | GeneratorEvent::Closed
                | GeneratorEvent::Untold => "over",
            };
            // Only a generator that has begun and is not over is at a line of its own.
            let is_suspended = generator.last == GeneratorEvent::Yielded;
            let place = names.program_place(generator.at).filter(|_| is_suspended);
            html! {
                <li key={*number}>
                    <span class={format!("task {class}")}>
                        <span class="what">{ format!("{function} (g{number})") }</span>
                        <span class="standing">{ (labels.text.generator)(generator.last, value) }</span>
                        if let Some(place) = place {
                            { to_line(props, place.line) }
                        }
                    </span>
                    if !variables.is_empty() {
                        <code class="variables">{ variables }</code>
                    }
                </li>
            }
        };
        let youngest = all.iter().skip(all.len().saturating_sub(SHOWN)).map(entry);
        html! { <ul class="tree">{ for youngest }{ more(props, all.len().saturating_sub(SHOWN)) }</ul> }
    })
}
