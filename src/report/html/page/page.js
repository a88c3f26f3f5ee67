// The page: headline, contents, sections; charts follow the width, the colours and the paper.

const plan = JSON.parse(document.getElementById('plan').textContent);
const land = JSON.parse(document.getElementById('land').textContent);
if (land) echarts.registerMap('land', land);

/** What ECharts draws, and how high each is. */
const DRAWN = {
  'flow': { option: flow, height: flowHeight, least: 640 },
  'over-time': { option: overTime, height: () => 290, legend },
  'map': { option: map, height: mapHeight, legend: mapLegend, tools: mapTools },
};
const charts = [];

function figure(chart) {
  const made = el('figure', chart.kind === 'gantt' ? 'long' : '');
  made.dataset.kind = chart.kind;
  const caption = el('figcaption', '', chart.name);
  if (chart.unit && chart.kind !== 'gantt') caption.append(el('small', '', chart.unit));
  made.append(caption);
  const wide = el('div', 'wide');
  if (chart.kind === 'bars') {
    made.append(bars(chart));
  } else if (chart.kind === 'gantt') {
    const { box, tools } = gantt(chart);
    wide.append(box);
    made.append(ganttLegend(chart), tools, wide);
  } else {
    const kind = DRAWN[chart.kind];
    const place = el('div', 'chart');
    place.setAttribute('role', 'img');
    place.setAttribute('aria-label', chart.name);
    const one = { chart, kind, place, drawn: null };
    const drawn = () => one.drawn;
    if (kind.tools) made.prepend(kind.tools(chart, drawn));
    if (kind.legend) made.append(kind.legend(chart, drawn));
    if (kind.least) place.style.minWidth = kind.least + 'px';
    wide.append(place);
    made.append(wide);
    charts.push(one);
  }
  return made;
}

function draw(one) {
  const width = one.place.clientWidth;
  if (!width) return;
  one.place.style.height = one.kind.height(one.chart, width) + 'px';
  if (one.drawn) one.drawn.resize();
  else one.drawn = echarts.init(one.place, null, { renderer: 'svg' });
  one.drawn.setOption(one.kind.option(one.chart, look()));
  one.width = width;
}

function headline() {
  const { plan: which, answer, lines } = plan.headline;
  const facts = el('dl', 'facts');
  for (const { lead, details } of lines) {
    const said = el('dd');
    said.append(...details.map((detail) => el('span', '', detail)));
    facts.append(el('dt', '', lead), said);
  }
  const notes = plan.notes.map((note) => el('p', 'note', note));
  document.getElementById('headline').append(el('h1', '', which), el('p', 'answer', answer), facts, ...notes);
}

function section(part) {
  const made = el('section');
  made.id = part.id;
  made.append(el('h2', '', part.title), ...part.lead.map((line) => el('p', '', line)));
  made.append(...part.charts.map(figure), ...part.lists.map(table));
  const link = el('a', '', part.title);
  link.href = '#' + part.id;
  document.getElementById('contents').append(link);
  return made;
}

document.title = plan.title;
headline();
document.getElementById('sections').replaceChildren(...plan.sections.map(section));
document.getElementById('foot').append(...plan.foot.map((line) => el('p', '', line)));
charts.forEach(draw);

new ResizeObserver(() => charts.filter((one) => one.place.clientWidth !== one.width).forEach(draw)).observe(document.body);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach(draw));
// Paper is white, whatever the screen is. A drawing does not follow a page that is laid out later, so it is made for about the width of A4
// and then stretched to what the page has.
const PAPER = 680;
const paper = (on) => {
  document.documentElement.classList.toggle('paper', on);
  for (const one of charts) {
    one.place.style.width = on ? PAPER + 'px' : '';
    draw(one);
    const picture = one.place.querySelector('svg');
    if (on) picture.setAttribute('viewBox', '0 0 ' + one.drawn.getWidth() + ' ' + one.drawn.getHeight());
    else picture.removeAttribute('viewBox');
  }
};
window.addEventListener('beforeprint', () => paper(true));
window.addEventListener('afterprint', () => paper(false));
