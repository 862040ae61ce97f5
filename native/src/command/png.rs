//! A still as PNG: for whatever cannot show SVG.

#[cfg(feature = "png")]
pub(super) use with_fonts::of;

use std::fmt;

/// Why there is no PNG.
#[derive(Debug)]
pub(super) enum NoPng {
    /// No font has letters of one width.
    #[cfg(feature = "png")]
    NoFont,
    /// The picture could not be drawn.
    #[cfg(feature = "png")]
    NotDrawn(String),
    /// This program was built without.
    #[cfg(not(feature = "png"))]
    NotBuilt,
}

impl fmt::Display for NoPng {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "png")]
            Self::NoFont => f.write_str(
                "a PNG needs a monospaced font, and this system has none: install one (fonts-dejavu, for example), or write \
                 a .svg",
            ),
            #[cfg(feature = "png")]
            Self::NotDrawn(why) => write!(f, "the picture could not be drawn: {why}; a .svg can be written"),
            #[cfg(not(feature = "png"))]
            Self::NotBuilt => f.write_str("this program was built without PNG (the feature `png`): write a .svg"),
        }
    }
}

/// Without the feature, there is none.
#[cfg(not(feature = "png"))]
pub(super) fn of(_: &asyncio101::replay::still::Drawn, _: u32) -> Result<Vec<u8>, NoPng> {
    Err(NoPng::NotBuilt)
}

#[cfg(feature = "png")]
mod with_fonts {
    use std::sync::{Arc, LazyLock};

    use asyncio101::replay::still::Drawn;
    use resvg::tiny_skia::{Pixmap, Transform};
    use resvg::usvg::fontdb::Database;
    use resvg::usvg::{Options, Tree};

    use super::NoPng;

    /// Fonts of which one is the system's, most likely, the best first. Any other will do as well.
    const MONO: [&str; 8] = [
        "JetBrains Mono",
        "SF Mono",
        "Cascadia Code",
        "Menlo",
        "Consolas",
        "DejaVu Sans Mono",
        "Noto Sans Mono",
        "Liberation Mono",
    ];
    const SANS: [&str; 8] = [
        "Instrument Sans",
        "SF Pro Text",
        "Segoe UI",
        "Helvetica Neue",
        "DejaVu Sans",
        "Noto Sans",
        "Liberation Sans",
        "Arial",
    ];

    /// The system's fonts. Looking for them takes longer than drawing.
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        Arc::new(fonts)
    });

    /// The picture as a PNG, `scale` times as large as it is laid out.
    pub(in crate::command) fn of(drawn: &Drawn, scale: u32) -> Result<Vec<u8>, NoPng> {
        draw(drawn, scale, &FONTS)
    }

    fn draw(drawn: &Drawn, scale: u32, fonts: &Arc<Database>) -> Result<Vec<u8>, NoPng> {
        let mut fonts = Arc::clone(fonts);
        choose(Arc::make_mut(&mut fonts))?;
        let options = Options { fontdb: fonts, ..Options::default() };
        let not_drawn = |why: &dyn std::fmt::Display| NoPng::NotDrawn(why.to_string());
        let tree = Tree::from_str(&drawn.svg, &options).map_err(|error| not_drawn(&error))?;
        let mut dots = Pixmap::new(drawn.width * scale, drawn.height * scale)
            .ok_or_else(|| not_drawn(&"it is too large"))?;
        let scale = scale as f32;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut dots.as_mut());
        dots.encode_png().map_err(|error| not_drawn(&error))
    }

    /// Says which fonts `monospace` and `sans-serif` are: the picture's stacks end with these.
    fn choose(fonts: &mut Database) -> Result<(), NoPng> {
        let family = |known: &[&str], is_mono: bool| {
            let names = || {
                let faces = fonts.faces().filter(|face| !is_mono || face.monospaced);
                faces.filter_map(|face| Some(face.families.first()?.0.clone()))
            };
            let known = known.iter().find(|known| names().any(|name| name == **known));
            known.map(|known| (*known).to_owned()).or_else(|| names().next())
        };
        let (mono, sans) = (family(&MONO, true), family(&SANS, false));
        fonts.set_monospace_family(mono.ok_or(NoPng::NoFont)?);
        fonts.set_sans_serif_family(sans.ok_or(NoPng::NoFont)?);
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use asyncio101::replay::Replay;
        use asyncio101::replay::still::Still;

        use super::*;

        #[test]
        fn without_a_font_it_is_said_what_to_do() {
            let drawn = Still::default().draw(&Replay::new());
            let complaint = draw(&drawn, 1, &Arc::new(Database::new())).unwrap_err().to_string();
            assert!(complaint.contains("install one") && complaint.contains(".svg"), "{complaint}");
        }
    }
}
