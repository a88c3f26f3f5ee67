// What is begun, complete and in effect when: a line a thing, on a strip of time.

function gantt(chart) {
  const count = chart.periods.length;
  const at = (place) => (100 * place / count).toFixed(3) + '%';
  const box = el('div', 'gantt');
  const today = () => {
    const line = el('span', 'today');
    line.style.left = at(chart.today);
    return line;
  };
  const rules = chart.years.map(([, place]) => at(place)).map((x) => `transparent ${x}, var(--rule) ${x} calc(${x} + 1px), transparent calc(${x} + 1px)`);
  const strip = () => {
    const track = el('div', 'track');
    track.style.background = 'linear-gradient(to right, ' + rules.join(', ') + ')';
    return track;
  };
  const line = (className, cells) => {
    const row = el('div', className);
    row.append(...cells);
    return row;
  };
  const years = el('div', 'track');
  const spans = chart.years.map(([, place], n) => (chart.years[n + 1] ? chart.years[n + 1][1] : count) - place);
  const whole = Math.max(...spans);
  // A name takes about a fourteenth of a narrow strip; the part of a year at the edge has no room for one.
  const every = Math.ceil(count / 14 / whole);
  chart.years.forEach(([name, place], n) => {
    if (spans[n] < whole && (n === 0 || every > 1) || n % every) return;
    const label = el('span', '', name);
    label.style.left = at(place);
    years.append(label);
  });
  box.append(line('row head', [el('div', 'name', 'begun or signed'), el('div', 'adds', 'adds'), years, el('div', 'slack', 'can slip, ' + chart.unit)]));
  const rows = chart.bars.map((bar) => {
    const track = strip();
    for (const [kind, from, to] of bar.runs) {
      const run = el('span', 'run ' + kind);
      run.style.left = at(from);
      run.style.width = at(to - from);
      track.append(run);
    }
    for (const [kind, place] of bar.marks) {
      const mark = el('span', 'diamond ' + kind);
      mark.style.left = at(place);
      track.append(mark);
    }
    track.append(today());
    const name = el('div', 'name', bar.name);
    const adds = el('div', 'adds', bar.adds);
    const row = line(bar.critical ? 'row critical' : 'row', [name, adds, track, el('div', 'slack', bar.slack)]);
    row.title = bar.told + (bar.adds ? '; adds ' + bar.adds : '') + (bar.site ? ' at ' + bar.site : '');
    return row;
  });
  box.append(...rows);
  return { box, tools: ganttTools(chart, rows) };
}

/** Which lines are shown: all, those of a site, or those that decide. */
function ganttTools(chart, rows) {
  const tools = el('div', 'under');
  const some = chart.bars.some((bar) => bar.critical) && chart.bars.length > 12;
  const only = el('input');
  only.type = 'checkbox';
  only.checked = some && chart.bars.length > 60;
  const choice = el('label');
  choice.append(only, ' only what decides a date of power');
  const find = el('input');
  find.type = 'search';
  find.placeholder = 'site or project';
  find.setAttribute('aria-label', 'show lines of a site or project');
  const told = el('span', '');
  const show = () => {
    const wanted = find.value.trim().toLowerCase();
    let shown = 0;
    chart.bars.forEach((bar, n) => {
      const fits = (!only.checked || bar.critical) && (bar.name + ' ' + bar.site).toLowerCase().includes(wanted);
      rows[n].hidden = !fits;
      rows[n].style.display = fits ? '' : 'none';
      shown += fits ? 1 : 0;
    });
    told.textContent = shown + ' of ' + chart.bars.length + ' lines';
  };
  only.addEventListener('change', show);
  find.addEventListener('input', show);
  if (some) tools.append(choice);
  if (chart.bars.length > 12) tools.append(find, told);
  show();
  return tools;
}

/** What the bars mean. */
function ganttLegend(chart) {
  const list = el('ul', 'legend');
  const drawn = (kind) => chart.bars.some((bar) => bar.runs.some((run) => run[0] === kind) || bar.marks.some((mark) => mark[0] === kind));
  const keys = [
    ['critical', swatch('vermilion'), 'lead that decides a date of power'], ['lead', swatch('sky'), 'other lead'],
    ['dark', swatch('grey', 'hatched'), 'complete, but dark or without connection'], ['effect', swatch('blue'), 'in effect'],
    ['open', el('span', '', '◇ '), 'signed'], ['mark', el('span', '', '◆ '), 'energised'],
  ];
  for (const [kind, sample, words] of keys) {
    if (!drawn(kind)) continue;
    const item = el('li');
    item.append(sample, words);
    list.append(item);
  }
  const item = el('li');
  item.append(swatch('ink', 'upright'), 'today');
  list.append(item);
  return list;
}
