// Places on land, and lines between them.

/** How full lines are drawn: thin and light to thick and dark, so that no colour is needed to tell them apart. */
const BANDS = [['sky', 1.6], ['blue', 2.2], ['orange', 3], ['vermilion', 4]];
const MARKS = { site: ['circle', 'blue'], node: ['rect', 'soft'], region: ['diamond', 'soft'] };

function map(chart, colour) {
  const [west, south, east, north] = chart.frame;
  const line = (one) => (one.band === null ? ['soft', 1.4] : BANDS[one.band]);
  const told = (words) => tip(words[0], words.slice(1).map((line) => [line, '']));
  const marks = (of, z) => ({
    type: 'scatter', coordinateSystem: 'geo', z, symbol: MARKS[of][0],
    itemStyle: { color: of === 'region' ? 'transparent' : colour(MARKS[of][1]), borderColor: of === 'site' ? colour('paper') : colour('soft'), borderWidth: 1, opacity: 1 },
    label: {
      show: true, position: 'right', distance: 4, formatter: (point) => point.data.label, fontSize: 12,
      color: of === 'site' ? colour('ink') : colour('soft'), textBorderColor: colour('paper'), textBorderWidth: 3,
    },
    labelLayout: { hideOverlap: true },
    emphasis: { label: { show: true } },
    data: chart.places.filter((place) => place.of === of).map((place) => ({
      name: place.name, label: place.name, value: place.at, words: place.words,
      symbolSize: of === 'site' ? 8 + 20 * place.size : 7,
    })),
  });
  return {
    animation: false,
    geo: {
      map: 'land', roam: window.matchMedia('(pointer: fine)').matches ? 'move' : false,
      boundingCoords: [[west, north], [east, south]], left: 0, right: 0, top: 0, bottom: 0,
      aspectScale: Math.max(0.4, Math.cos((north + south) / 2 * Math.PI / 180)), silent: true,
      itemStyle: { areaColor: colour('land'), borderColor: colour('grey'), borderWidth: 0.6 },
      emphasis: { disabled: true },
    },
    tooltip: { ...tooltip(colour), trigger: 'item', formatter: (point) => told(point.data.words) },
    series: [
      {
        type: 'lines', coordinateSystem: 'geo', z: 3,
        data: chart.lines.map((one) => ({
          coords: one.ends, words: one.words, lineStyle: { color: colour(line(one)[0]), width: line(one)[1], opacity: 0.9 },
        })),
      },
      marks('region', 4), marks('node', 5), marks('site', 6),
    ],
  };
}

/** What marks and lines mean. */
function mapLegend(chart) {
  const list = el('ul', 'legend');
  const add = (sample, words) => {
    const item = el('li');
    item.append(sample, words);
    list.append(item);
  };
  const shapes = { site: '●', node: '■', region: '◇' };
  for (const of of ['site', 'node', 'region']) {
    if (!chart.places.some((place) => place.of === of)) continue;
    const sample = el('span', '', shapes[of] + ' ');
    sample.style.color = 'var(--' + MARKS[of][1] + ')';
    add(sample, of);
  }
  const names = ['line under half full', 'from half', 'from 80 %', 'full'];
  BANDS.forEach(([colour], band) => {
    if (chart.lines.some((line) => line.band === band)) add(swatch(colour, 'line'), names[band]);
  });
  return list;
}

/** As high as what is shown is against its width. */
function mapHeight(chart, width) {
  const [west, south, east, north] = chart.frame;
  const across = (east - west) * Math.max(0.4, Math.cos((north + south) / 2 * Math.PI / 180));
  return Math.round(Math.min(560, Math.max(240, width * (north - south) / across)));
}

/** Nearer and further. */
function mapTools(chart, drawn) {
  const tools = el('div', 'tools');
  for (const [sign, zoom, words] of [['+', 1.5, 'nearer'], ['−', 1 / 1.5, 'further']]) {
    const button = el('button', '', sign);
    button.type = 'button';
    button.title = words;
    button.setAttribute('aria-label', words);
    button.addEventListener('click', () => {
      // The largest mark stays where it is, as long as it is seen.
      const picture = drawn();
      const [width, height] = [picture.getWidth(), picture.getHeight()];
      const largest = chart.places.reduce((most, place) => (place.size > most.size ? place : most));
      const [x, y] = picture.convertToPixel({ geoIndex: 0 }, largest.at);
      const seen = x >= 0 && y >= 0 && x <= width && y <= height;
      picture.dispatchAction({
        type: 'geoRoam', componentType: 'geo', zoom, originX: seen ? x : width / 2, originY: seen ? y : height / 2,
      });
    });
    tools.append(button);
  }
  return tools;
}
