/* global Reveal, RevealNotes */

Reveal.initialize({ hash: true, fragmentInURL: true, transition: "none", plugins: [RevealNotes] });
