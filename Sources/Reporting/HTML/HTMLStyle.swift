/// The page's own style: calm on any screen, in light and dark, and on paper. Nothing comes from outside.
enum HTMLStyle {
    static let text = """
        :root {
          color-scheme: light dark;
          --page: #fbfaf8; --card: #ffffff; --text: #22252a; --soft: #646a73; --line: #e3e0da; --code: #f2f0eb;
          --good: #1f7a4d; --bad: #b3261e; --warning: #96610a; --accent: #2f5d8c;
          --critical: #b3261e; --high: #b4540a; --medium: #7a6a12; --low: #4c6272;
          --s0: #2f6db3; --s1: #c2571a; --s2: #2b8a5f; --s3: #8a4fb0; --s4: #a8841b; --s5: #b83a63;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #16181c; --card: #1d2025; --text: #e4e5e7; --soft: #9aa1ab; --line: #32363d; --code: #282c33;
            --good: #6cc699; --bad: #f28b82; --warning: #e2b25d; --accent: #8ab4e0;
            --critical: #f28b82; --high: #f0a263; --medium: #d9c56a; --low: #9db4c4;
            --s0: #7db1ec; --s1: #f0985e; --s2: #66c79a; --s3: #c49ae0; --s4: #dcbf5f; --s5: #ee86a8;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        header { border-bottom: 1px solid var(--line); padding-bottom: 1.25rem; margin-bottom: 1rem; }
        h1 { font-size: 1.75rem; line-height: 1.25; font-weight: 650; margin: .35rem 0 .5rem; text-wrap: balance; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; font-weight: 650; margin: 2.4rem 0 .7rem; break-after: avoid; }
        p { margin: .5rem 0; max-width: 46rem; }
        .notice, .soft { color: var(--soft); font-size: .9rem; }
        .badge { display: inline-block; font-size: .78rem; font-weight: 650; letter-spacing: .03em; padding: .12rem .6rem;
          border: 1px solid currentColor; border-radius: 1rem; }
        .critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); }
        nav { margin-top: .8rem; font-size: .88rem; line-height: 1.9; }
        nav a { margin-right: .9rem; white-space: nowrap; }
        a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
        code { font: .86em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--code); border-radius: .25rem;
          padding: .06rem .32rem; overflow-wrap: anywhere; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
        .whole { white-space: nowrap; }
        .state { font-weight: 600; white-space: nowrap; }
        .good { color: var(--good); } .bad { color: var(--bad); } .warning { color: var(--warning); }
        .facts, .scroll, .course, figure { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: .8rem 0; }
        .facts { display: grid; grid-template-columns: fit-content(13rem) 1fr; padding: .35rem 0; }
        .facts dt, .facts dd { margin: 0; padding: .38rem 1rem; overflow-wrap: anywhere; }
        .facts dt { color: var(--soft); padding-right: 0; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .9rem; border-bottom: 1px solid var(--line); }
        tbody tr:last-child td { border-bottom: 0; }
        th { color: var(--soft); font-weight: 550; font-size: .82rem; white-space: nowrap; }
        td { min-width: 4.5rem; overflow-wrap: break-word; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .course { list-style: none; padding: .5rem 1rem; }
        .course li { display: grid; grid-template-columns: 4.6rem 5.6rem 1rem 1fr auto; gap: .1rem .5rem; padding: .34rem 0; break-inside: avoid; }
        .course time, .course .after, .course .rows { color: var(--soft); font-size: .86rem; font-variant-numeric: tabular-nums; line-height: 1.75; }
        .course .after { text-align: right; }
        .course .point { width: .55rem; height: .55rem; border-radius: 50%; background: currentColor; margin-top: .52rem; justify-self: center; }
        .course .point.neutral { background: none; border: 1.5px solid var(--soft); }
        .course .what { overflow-wrap: anywhere; min-width: 0; }
        .course .detail { color: var(--soft); display: block; font-size: .92rem; }
        .checklist { list-style: none; padding: 0; max-width: 46rem; }
        .checklist li { padding: .28rem 0 .28rem 1.7rem; position: relative; }
        .checklist li::before { content: ""; position: absolute; left: 0; top: .58rem; width: .9rem; height: .9rem;
          border: 1.5px solid var(--soft); border-radius: .2rem; }
        figure { padding: 1rem 1rem .8rem; break-inside: avoid; }
        figcaption { font-weight: 600; margin-bottom: .3rem; }
        .legend { font-weight: 400; font-size: .85rem; color: var(--soft); margin-left: .8rem; white-space: nowrap; }
        .legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin-right: .35rem; background: currentColor; }
        .pan { overflow-x: auto; }
        .plot { display: block; width: 100%; min-width: 34rem; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; }
        .plot .grid { stroke: var(--line); stroke-width: 1; } .plot .axis { stroke: var(--soft); stroke-width: 1; }
        .plot .tick, .plot .axis-label { fill: var(--soft); } .plot .end { text-anchor: end; } .plot .middle { text-anchor: middle; }
        .plot .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 7 4; } .plot .limit-label { fill: var(--bad); }
        .plot .mark { stroke: var(--text); stroke-width: 2.5; stroke-linecap: round; }
        .plot .mark-label { fill: var(--text); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
        .plot .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .plot .expected { stroke-dasharray: 3 5; }
        .plot .dot { fill-opacity: .8; }
        .s0 { color: var(--s0); stroke: var(--s0); fill: var(--s0); } .s1 { color: var(--s1); stroke: var(--s1); fill: var(--s1); }
        .s2 { color: var(--s2); stroke: var(--s2); fill: var(--s2); } .s3 { color: var(--s3); stroke: var(--s3); fill: var(--s3); }
        .s4 { color: var(--s4); stroke: var(--s4); fill: var(--s4); } .s5 { color: var(--s5); stroke: var(--s5); fill: var(--s5); }
        .plot .dot { stroke: none; } .plot polyline.line { fill: none; }
        @media (max-width: 40rem) {
          main { padding: 1.4rem .9rem 3rem; }
          h1 { font-size: 1.4rem; }
          .facts { grid-template-columns: 1fr; padding: .5rem 0; }
          .facts dt { padding: .3rem 1rem 0; font-size: .85rem; } .facts dd { padding: 0 1rem .35rem; }
          table { min-width: 34rem; }
          .course { padding: .5rem .8rem; }
          .course li { grid-template-columns: auto 1fr auto; }
          .course .point { grid-row: 1; grid-column: 1; } .course time { grid-row: 1; grid-column: 2; }
          .course .after { grid-row: 1; grid-column: 3; } .course .what { grid-row: 2; grid-column: 2 / 4; } .course .rows { display: none; }
        }
        @media print {
          :root { --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --code: #f2f2f2; --good: #14532d; --bad: #8c1d18;
            --warning: #6b4407; --accent: #000; --critical: #8c1d18; --high: #7a3a05; --medium: #574c0c; --low: #33424d;
            --s0: #2f6db3; --s1: #c2571a; --s2: #2b8a5f; --s3: #8a4fb0; --s4: #a8841b; --s5: #b83a63; color-scheme: light; }
          body { font-size: 10.5pt; } main { max-width: none; padding: 0; } nav { display: none; }
          .scroll, .pan { overflow: visible; } .plot, table { min-width: 0; } td { overflow-wrap: anywhere; min-width: 0; } tr { break-inside: avoid; }
        }
        """
}
