(function () {
  'use strict';

  function make(tag, text, attributes) {
    var element = document.createElement(tag);
    element.textContent = text;
    for (var name in attributes || {}) element.setAttribute(name, attributes[name]);
    return element;
  }

  function button(text, action) {
    var element = make('button', text, {type: 'button'});
    element.addEventListener('click', action);
    return element;
  }

  function save(name, blob) {
    var link = make('a', '', {download: name});
    link.href = URL.createObjectURL(blob);
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  // Tables: sorting by a click on a header, copying, and a search where there is much to find.
  document.querySelectorAll('.table').forEach(function (box) {
    var table = box.querySelector('table');
    var body = table.tBodies[0];
    if (!table.tHead || body.rows.length < 2) return;
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      if (!head.textContent) return;
      var sort = button(head.textContent, function () {
        var up = head.getAttribute('aria-sort') !== 'ascending';
        Array.from(table.tHead.rows[0].cells).forEach(function (h) { h.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        var rows = Array.from(body.rows).map(function (row) {
          var text = row.cells[column].textContent;
          return {row: row, text: text, key: parseFloat(text.replace('\u2212', '-'))};
        });
        // numbers, also those with a margin or a unit behind them
        var numeric = rows.every(function (r) { return r.text === '' || !isNaN(r.key); });
        rows.sort(function (a, b) {
          if (numeric && (isNaN(a.key) || isNaN(b.key))) return isNaN(a.key) - isNaN(b.key);
          var order = numeric && a.key - b.key || a.text.localeCompare(b.text, 'en', {numeric: true});
          return up ? order : -order;
        });
        rows.forEach(function (r) { body.appendChild(r.row); });
      });
      head.textContent = '';
      head.appendChild(sort);
    });
    var tools = make('div', '', {'class': 'tools'});
    tools.appendChild(button('Copy table', function (event) {
      var text = Array.from(table.rows).map(function (row) {
        return Array.from(row.cells).map(function (cell) { return cell.textContent; }).join('\t');
      }).join('\n');
      navigator.clipboard.writeText(text).then(function () { event.target.textContent = 'Copied'; });
    }));
    if (body.rows.length > 20) {
      var search = make('input', '', {type: 'search', placeholder: 'Find rows', 'aria-label': 'Find rows'});
      search.addEventListener('input', function () {
        Array.from(body.rows).forEach(function (row) {
          row.hidden = row.textContent.toLowerCase().indexOf(search.value.toLowerCase()) < 0;
        });
      });
      tools.appendChild(search);
    }
    box.parentNode.insertBefore(tools, box);
  });

  // Figures: the same numbers as in the still picture, drawn again so that they answer.
  function figure(box) {
    var given = JSON.parse(box.querySelector('script').textContent);
    var style = getComputedStyle(document.documentElement);
    function colour(name) { return style.getPropertyValue(name).trim(); }
    var plot = make('div', '', {'class': 'plot', tabindex: '0', role: 'group',
      'aria-label': given.title + '. Arrow keys read values.'});
    var readout = make('div', 'Point at the figure, or use the arrow keys, to read values. Drag to zoom, double click to go back.',
      {'class': 'readout', 'aria-live': 'polite'});
    var tools = make('div', '', {'class': 'tools'});
    var logs = {x: given.x.log, y: given.y.log};
    var chart;

    // the ink of pictures is that of the page, which is light in the dark
    given.series.forEach(function (s) { s.ink = s.colour === '#222222'; });

    function number(value) { return value == null ? '' : String(Number(value.toPrecision(6))); }

    function usable(value, axis) { return value == null || (logs[axis] && !(value > 0)) ? null : value; }

    // Points of one abscissa would become one: such points get a place each.
    var scattered = given.series.some(function (s) {
      return s.style === 'points' && s.x.some(function (x, i) { return i > 0 && x === s.x[i - 1]; });
    });

    function joined() {
      var all = tables();
      if (!scattered) return uPlot.join(all);
      var places = [];
      all.forEach(function (columns, t) {
        columns[0].forEach(function (x, i) { places.push({x: x, table: t, at: i}); });
      });
      places.sort(function (a, b) { return a.x - b.x; });
      var data = [places.map(function (p) { return p.x; })];
      all.forEach(function (columns, t) {
        for (var c = 1; c < columns.length; c++) {
          data.push(places.map(function (p) { return p.table === t ? columns[c][p.at] : null; }));
        }
      });
      return data;
    }

    function tables() {
      return given.series.map(function (s) {
        var columns = [[], []];
        if (s.low) columns.push([], []);
        s.x.forEach(function (x, i) {
          if (usable(x, 'x') == null) return;
          columns[0].push(x);
          columns[1].push(usable(s.y[i], 'y'));
          if (s.low) { columns[2].push(usable(s.low[i], 'y')); columns[3].push(usable(s.high[i], 'y')); }
        });
        return columns;
      });
    }

    function guides(u) {
      var context = u.ctx;
      context.save();
      context.strokeStyle = colour('--quiet');
      context.fillStyle = colour('--quiet');
      context.setLineDash([5, 4]);
      context.textAlign = 'left';
      context.font = 12 * devicePixelRatio + 'px system-ui, sans-serif';
      var taken = [];
      given.guides.forEach(function (g) {
        var at = u.valToPos(g.at, g.horizontal ? 'y' : 'x', true);
        var b = u.bbox;
        if (g.to > g.at) {
          var edges = [at, u.valToPos(g.to, 'x', true)].map(function (v) { return Math.max(b.left, Math.min(b.left + b.width, v)); });
          context.globalAlpha = 0.12;
          context.fillRect(edges[0], b.top, edges[1] - edges[0], b.height);
          context.globalAlpha = 1;
          return;
        }
        var inside = g.horizontal ? at > b.top && at < b.top + b.height : at > b.left && at < b.left + b.width;
        if (!inside) return;
        context.beginPath();
        if (g.horizontal) { context.moveTo(b.left, at); context.lineTo(b.left + b.width, at); }
        else { context.moveTo(at, b.top); context.lineTo(at, b.top + b.height); }
        context.stroke();
        if (g.horizontal) {
          context.fillText(g.label, b.left + 6, at - 5);
          return;
        }
        var width = context.measureText(g.label).width;
        var left = at + 5 + width > b.left + b.width ? at - 5 - width : at + 5;
        var row = 0;
        while (taken.some(function (t) { return t.row === row && left < t.left + t.width + 5 && t.left < left + width + 5; })) row++;
        taken.push({row: row, left: left, width: width});
        context.fillText(g.label, left, b.top + (14 + 16 * row) * devicePixelRatio);
      });
      context.restore();
    }

    function read(u) {
      var i = u.cursor.idx;
      if (i == null) return;
      var said = [given.x.label + ': ' + number(u.data[0][i])];
      u.series.forEach(function (s, k) {
        if (k > 0 && s.show && s.named && u.data[k][i] != null) said.push(s.label + ': ' + number(u.data[k][i]));
      });
      readout.textContent = said.join(' \u00b7 ');
    }

    function draw() {
      if (chart) chart.destroy();
      var series = [{label: given.x.label, value: function (u, v) { return number(v); }}];
      var bands = [];
      given.series.forEach(function (s) {
        if (s.ink) s.colour = colour('--ink');
        series.push({label: s.name || (s.style === 'theory' ? 'theory' : given.y.label), named: true, stroke: s.colour, width: 2, spanGaps: true,
          dash: s.style === 'theory' ? [6, 4] : undefined, paths: s.style === 'points' ? function () { return null; } : undefined,
          points: {show: s.style === 'points' || s.markers, size: 6, fill: s.colour, stroke: s.colour},
          value: function (u, v) { return number(v); }});
        if (s.low) {
          bands.push({series: [series.length + 1, series.length], fill: s.colour + '33'});
          series.push({label: '', stroke: 'transparent', points: {show: false}, spanGaps: true});
          series.push({label: '', stroke: 'transparent', points: {show: false}, spanGaps: true});
        }
      });
      // uPlot's own logarithmic axes stop at 1e-16, and penalties go below
      function scale(name) {
        if (!logs[name]) return {distr: 1};
        return {distr: 3, range: function (u, min, max) {
          if (min == null) return [1, 10];
          var beyond = min === max ? 2 : name === 'y' ? Math.pow(max / min, 0.05) : 1;
          return [min / beyond, max * beyond];
        }};
      }
      function all(u, ticks) { return ticks; }
      var across = Math.max(280, box.clientWidth - 20);
      // as large as there is room for
      function font(text, room) {
        var context = document.createElement('canvas').getContext('2d');
        context.font = '12px system-ui, sans-serif';
        return Math.min(12, Math.max(8, Math.floor(12 * room / context.measureText(text).width))) + 'px system-ui, sans-serif';
      }
      function axis(name) {
        var log = logs[name];
        // of many decades the powers of ten alone have a line and a number, of few 2 and 5 as well
        function decades(u, i, min, max) {
          var places = [];
          var steps = max / min < 10 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : max / min < 1000 ? [1, 2, 5] : [1];
          for (var e = Math.floor(Math.log10(min)); e <= Math.log10(max); e++) {
            steps.forEach(function (s) { places.push(Number(s + 'e' + e)); });
          }
          places = places.filter(function (p) { return p >= min && p <= max; });
          return places.length > 1 ? places : [min, Math.sqrt(min * max), max];
        }
        return {label: given[name].label, labelFont: font(given[name].label, name === 'x' ? across - 90 : 290), stroke: colour('--ink'), space: name === 'x' ? 64 : 36,
          size: name === 'y' ? 64 : 50, splits: log ? decades : undefined, filter: all,
          grid: {stroke: colour('--line'), width: 1, filter: all}, ticks: {stroke: colour('--line'), width: 1, filter: all},
          values: function (u, ticks) {
            var from = -Infinity;
            return ticks.map(function (t) {
              var at = name === 'x' ? u.valToPos(t, 'x') : Infinity;
              if (log && at - from < 44) return '';
              from = at;
              return log && (t >= 1e4 || t < 1e-3) ? t.toExponential(0) : number(t);
            });
          }};
      }
      chart = new uPlot({
        width: across, height: 360, series: series, bands: bands,
        axes: [axis('x'), axis('y')],
        scales: {x: Object.assign(scale('x'), {time: false}), y: scale('y')},
        cursor: {focus: {prox: 16}}, legend: {live: true},
        hooks: {draw: [guides], setCursor: [read]}
      }, joined(), plot);
      Array.from(plot.querySelectorAll('.u-legend .u-series')).forEach(function (row, k) {
        if (k > 0 && !series[k].named) row.style.display = 'none';
      });
    }

    plot.addEventListener('keydown', function (event) {
      var step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
      if (!step) return;
      event.preventDefault();
      var last = chart.data[0].length - 1;
      var i = chart.cursor.idx == null ? (step > 0 ? 0 : last) : Math.max(0, Math.min(last, chart.cursor.idx + step));
      chart.setCursor({left: chart.valToPos(chart.data[0][i], 'x'), top: chart.over.clientHeight / 2});
    });
    ['x', 'y'].forEach(function (axis) {
      var positive = given.series.every(function (s) { return s[axis].every(function (v) { return v == null || v > 0; }); });
      if (!positive) return;
      var toggle = button(axis + ': ' + (logs[axis] ? 'log' : 'linear'), function () {
        logs[axis] = !logs[axis];
        toggle.textContent = axis + ': ' + (logs[axis] ? 'log' : 'linear');
        draw();
      });
      tools.appendChild(toggle);
    });
    tools.appendChild(button('Whole figure', draw));
    tools.appendChild(button('Save picture', function () {
      chart.ctx.canvas.toBlob(function (blob) { save(given.title + '.png', blob); });
    }));
    tools.appendChild(button('Save numbers', function () {
      var lines = ['series,x,y,low,high'];
      given.series.forEach(function (s) {
        s.x.forEach(function (x, i) {
          lines.push(['"' + s.name.replace(/"/g, '""') + '"', x, s.y[i], s.low ? s.low[i] : '', s.high ? s.high[i] : ''].join(','));
        });
      });
      save(given.title + '.csv', new Blob([lines.join('\n') + '\n'], {type: 'text/csv'}));
    }));
    box.insertBefore(tools, box.firstChild);
    box.insertBefore(readout, box.querySelector('.still'));
    box.insertBefore(plot, readout);
    box.classList.add('live');
    draw();
    var width = box.clientWidth;
    addEventListener('resize', function () {
      if (box.clientWidth !== width) { width = box.clientWidth; draw(); }
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  }

  if (window.uPlot) {
    var begin = function (box) {
      try { figure(box); } catch (failure) { box.classList.remove('live'); console.error(failure); }
    };
    document.querySelectorAll('figure.answers').forEach(function (box) {
      var folded = box.closest('details:not([open])');
      // what is folded has no width yet
      if (folded) folded.addEventListener('toggle', function () { begin(box); }, {once: true});
      else begin(box);
    });
  }

  // What a narrow window scrolls is to be scrolled by keyboard, too.
  document.querySelectorAll('.table, pre, figure:not(.live) .still').forEach(function (box) { box.tabIndex = 0; });
})();
