/* global Reveal, RevealNotes */

Reveal.initialize({ hash: true, transition: "none", plugins: [RevealNotes] });
