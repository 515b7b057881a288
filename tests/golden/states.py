#!/usr/bin/env python3
"""The board states of the golden frames: states.py DIRECTORY

A contact centre at 14:32:05 in Tehran on 12 October 2025, as the pages that
there are without a configuration show it, on a normal, a worrying and a
critical minute; and the tiles that are on none of these pages.
"""

import json
import math
import sys

NOW = 1760266925000
MINUTE = 60000
END = NOW - NOW % MINUTE
QUARTER = 15 * MINUTE
TEHRAN = 12600000


def words(en, fa, ar, ru):
    return {'en': en, 'fa': fa, 'ar': ar, 'ru': ru}


QUEUES = {
    'billing': words('Billing', 'صورت‌حساب', 'الفواتير', 'Счета'),
    'sales': words('Sales', 'فروش', 'المبيعات', 'Продажи'),
    'support': words('Support', 'پشتیبانی', 'الدعم', 'Поддержка'),
    'vip': words('VIP', 'ویژه (VIP)', 'كبار العملاء (VIP)', 'VIP-клиенты'),
    'returns': words('Returns', 'مرجوعی', 'المرتجعات', 'Возвраты'),
    'callback': words('Call-back', 'بازتماس', 'معاودة الاتصال',
                      'Обратный звонок'),
}
# waiting, longest wait s, service level, abandoned %, free, signed in
ROWS = {
    'normal': {
        'billing': (2, 14, 86, 2.9, 1, 6), 'sales': (1, 8, 91, 2.4, 3, 9),
        'support': (3, 17, 88, 2.0, 4, 14), 'vip': (0, None, 96, 0.4, 2, 4),
        'returns': (1, 11, 84, 2.6, 1, 5), 'callback': (0, None, 91, 1.1, 1, 3),
    },
    'warning': {
        'billing': (3, 19, 84, 3.1, 1, 6), 'sales': (6, 34, 76, 4.4, 1, 9),
        'support': (4, 18, 88, 2.0, 2, 14), 'vip': (0, None, 96, 0.4, 1, 4),
        'returns': (2, 12, 84, 2.6, 1, 5), 'callback': (1, 9, 91, 1.1, 0, 3),
    },
    'critical': {
        'billing': (14, 272, 58, 9.1, 0, 6), 'sales': (6, 34, 76, 4.4, 1, 9),
        'support': (4, 18, 88, 2.0, 2, 14), 'vip': (0, None, 96, 0.4, 1, 4),
        'returns': (2, 12, 84, 2.6, 1, 5), 'callback': (1, 9, 91, 1.1, 0, 3),
    },
}
# of the centre
TOTAL = {
    'normal': {'sl': 88, 'wait': 17, 'waiting': 7, 'lost': 2.1, 'asa': 11000,
               'free': 12, 'occupancy': 78.4},
    'warning': {'sl': 77.6, 'wait': 34, 'waiting': 16, 'lost': 5.4,
                'asa': 23000, 'free': 6, 'occupancy': 91.2},
    'critical': {'sl': 63, 'wait': 272, 'waiting': 27, 'lost': 7.8,
                 'asa': 41000, 'free': 5, 'occupancy': 96.5},
}
NAMES = [
    words('Rostami', 'رستمی', 'رستمي', 'Ростами'),
    words('Karimi', 'کریمی', 'كريمي', 'Карими'),
    words('Ahmadi', 'احمدی', 'أحمدي', 'Ахмади'),
    words('Petrova', 'پترووا', 'بتروفا', 'Петрова'),
    words('Hosseini', 'حسینی', 'حسيني', 'Хосейни'),
    words('Moradi', 'مرادی', 'مرادي', 'Моради'),
    words('Ivanov', 'ایوانف', 'إيفانوف', 'Иванов'),
    words('Jafari', 'جعفری', 'جعفري', 'Джафари'),
    words('Sadeghi', 'صادقی', 'صادقي', 'Садеги'),
    words('Nazari', 'نظری', 'نظري', 'Назари'),
    words('Volkova', 'ولکووا', 'فولكوفا', 'Волкова'),
    words('Akbari', 'اکبری', 'أكبري', 'Акбари'),
    words('Rahimi', 'رحیمی', 'رحيمي', 'Рахими'),
    words('Orlov', 'اورلوف', 'أورلوف', 'Орлов'),
    words('Ebrahimi', 'ابراهیمی', 'إبراهيمي', 'Эбрахими'),
    words('Salehi', 'صالحی', 'صالحي', 'Салехи'),
    words('Kazemi', 'کاظمی', 'كاظمي', 'Каземи'),
    words('Heydari', 'حیدری', 'حيدري', 'Хейдари'),
    words('Smith', 'اسمیت', 'سميث', 'Смит'),
    words('Najafi', 'نجفی', 'نجفي', 'Наджафи'),
    words('Zamani', 'زمانی', 'زماني', 'Замани'),
    words('Nurlanova', 'نورلانوا', 'نورلانوفا', 'Нурланова'),
    words('Taheri', 'طاهری', 'طاهري', 'Тахери'),
    words('Sharifi', 'شریفی', 'شريفي', 'Шарифи'),
    words('Haddad', 'حداد', 'حداد', 'Хаддад'),
    words('Fernandes', 'فرناندس', 'فرنانديز', 'Фернандес'),
    words('Popov', 'پاپوف', 'بوبوف', 'Попов'),
    words('Hashemi', 'هاشمی', 'هاشمي', 'Хашеми'),
    words('Rezaei', 'رضایی', 'رضائي', 'Резаи'),
    words('Ibrahim', 'ابراهیم', 'إبراهيم', 'Ибрагим'),
    words('Abdrakhmanova', 'عبدالرحمانوا', 'عبدرحمانوفا', 'Абдрахманова'),
    words('Lebedeva', 'لبدوا', 'ليبيديفا', 'Лебедева'),
    words('Farahani', 'فراهانی', 'فراهاني', 'Фарахани'),
    words('Soltani', 'سلطانی', 'سلطاني', 'Солтани'),
    words('Kim', 'کیم', 'كيم', 'Ким'),
    words('Morozova', 'ماروزوا', 'موروزوفا', 'Морозова'),
    words('Norouzi', 'نوروزی', 'نوروزي', 'Норузи'),
    words('Rahman', 'رحمان', 'رحمن', 'Рахман'),
    words('Iskakov', 'اسحاقف', 'إسحاقوف', 'Искаков'),
    words('Yousefi', 'یوسفی', 'يوسفي', 'Юсефи'),
    words('Amini', 'امینی', 'أميني', 'Амини'),
]
PAGES = {
    'overview': (words('Overview', 'نمای کلی', 'نظرة عامة', 'Обзор'), 14),
    'focus': (words('In focus', 'در یک نگاه', 'أهم الأرقام', 'Главное'), 12),
    'agents': (words('Agents', 'کارشناسان', 'الموظفون', 'Операторы'), 14),
    'today': (words('Today', 'امروز', 'اليوم', 'Сегодня'), 16),
    'more': (words('Sales', 'فروش', 'المبيعات', 'Продажи'), 14),
}


def wave(i, seed):
    """Something between -1 and 1 that looks like chance, always the same."""
    return math.sin(i * 1.7 + seed) * 0.6 + math.sin(i * 0.53 + 2 * seed) * 0.4


def hour(last, start, noise, seed=1.0):
    """The minutes of the last hour, from `start` to `last`."""
    points = [round(start + (last - start) * (i / 59) ** 1.6 +
                    noise * wave(i, seed) * (1 - i / 60), 1)
              for i in range(60)]
    points[-1] = last
    return {'step_ms': MINUTE, 'end': END, 'points': points}


def level_of(value, warning, critical, above):
    if value is None:
        return 'normal' if above else 'none'
    for name, limit in (('critical', critical), ('warning', warning)):
        if limit is not None and (value > limit if above else value < limit):
            return name
    return 'normal' if warning is not None else 'none'


def number(at, kpi, unit, value=None, *, target=None, warning=None,
           critical=None, above=True, window='day', measured=None, **more):
    """A tile; `measured` is what is judged where that is not the value."""
    tile = {'kind': 'number', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            'kpi': kpi, 'scope': 'total', 'window': window, 'unit': unit,
            'level': level_of(value if measured is None else measured,
                              warning, critical, above)}
    if value is not None:
        tile['value'] = value
    for name, limit in (('target', target), ('warning', warning),
                        ('critical', critical)):
        if limit is not None:
            tile[name] = limit
    if warning is not None or target is not None:
        tile['worse'] = 'above' if above else 'below'
    tile.update(more)
    return tile


def service_level(at, mood, **more):
    value = TOTAL[mood]['sl']
    start = {'normal': 85, 'warning': 89, 'critical': 88}[mood]
    return number(at, 'service_level', 'percent', value, target=80,
                  warning=80, critical=65, above=False,
                  definition={'threshold_ms': 20000, 'variant': 'offered'},
                  trend=hour(value, start, 3), **more)


def longest_wait(at, mood, trend=True):
    wait = TOTAL[mood]['wait']
    tile = number(at, 'longest_wait', 'since', NOW - wait * 1000,
                  target=20000, warning=20000, critical=40000, window='now',
                  measured=wait * 1000)
    if trend:
        tile['trend'] = hour(wait * 1000, 9000, 6000)
        tile['trend']['points'] = [max(0, round(p))
                                   for p in tile['trend']['points']]
    return tile


def waiting(at, mood, trend=True):
    value = TOTAL[mood]['waiting']
    tile = number(at, 'waiting', 'count', value, window='now')
    if trend:
        tile['trend'] = hour(value, 5, 3, 4)
        tile['trend']['points'] = [max(0, round(p))
                                   for p in tile['trend']['points']]
    return tile


def lost(at, mood):
    return number(at, 'abandonment_rate', 'percent', TOTAL[mood]['lost'],
                  target=5, warning=5)


def speed(at, mood):
    return number(at, 'average_speed_of_answer', 'ms', TOTAL[mood]['asa'],
                  target=20000, warning=20000)


def queues(at, mood):
    columns = [{'kpi': 'waiting', 'unit': 'count'},
               {'kpi': 'longest_wait', 'unit': 'since'},
               {'kpi': 'service_level', 'unit': 'percent', 'window': 'day'},
               {'kpi': 'abandonment_rate', 'unit': 'percent', 'window': 'day'},
               {'kpi': 'agents'}, {'kpi': 'trend'}]
    rows = {}
    for i, (name, row) in enumerate(ROWS[mood].items()):
        count, wait, share, gone, free, signed = row
        waits = level_of(None if wait is None else wait * 1000, 20000, 40000,
                         True)
        level = level_of(share, 80, 65, False)
        worst = max((waits, level),
                    key=['none', 'normal', 'warning', 'critical'].index)
        rows[name] = {
            'title': QUEUES[name], 'level': worst, 'threshold_ms': 20000,
            'target': 80, 'waiting': {'value': count, 'level': 'none'},
            'longest_wait': {'level': waits},
            'service_level': {'value': share, 'numerator': share,
                              'denominator': 100, 'level': level},
            'abandonment_rate': {'value': gone, 'level': 'none'},
            'agents': {'available': free, 'signed_in': signed},
            'trend': hour(share, (share + 88) / 2, 4, i),
        }
        if wait is not None:
            rows[name]['longest_wait']['value'] = NOW - wait * 1000
    return {'kind': 'queues', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            'columns': columns, 'order': list(rows), 'more': 0, 'rows': rows}


def agent_rows(mood):
    over = {'normal': 0, 'warning': 1, 'critical': 3}[mood]
    free = TOTAL[mood]['free']
    rows = {}
    for i, title in enumerate(NAMES):
        row = {'title': title, 'level': 'normal'}
        if i < over:
            row.update(level='warning', since=NOW - (1862 - 490 * i) * 1000,
                       state=['not_ready', 'talking', 'acw'][i])
        elif i < over + free:
            row.update(state='available', since=NOW - (5 + 31 * i) * 1000)
        elif i < 33:
            row.update(state='talking', since=NOW - (18 + 37 * i % 700) * 1000)
        elif i < 36:
            row.update(state='acw', since=NOW - (31 + 17 * i % 90) * 1000)
        else:
            row.update(state='not_ready', since=NOW - (60 + 91 * i % 600) *
                       1000, reason='lunch' if i % 3 == 0 else 'break')
        if row['state'] == 'not_ready':
            row.setdefault('reason', 'break')
        rows[f'a{i}'] = row
    rows['a14']['pending'] = 'break'
    return rows


def counts(mood):
    rows = agent_rows(mood).values()
    states = ['available', 'ringing', 'talking', 'holding', 'acw', 'not_ready']
    told = {s: sum(r['state'] == s for r in rows) for s in states}
    told['signed_in'] = len(rows)
    reasons = {}
    for row in rows:
        if 'reason' in row:
            reasons[row['reason']] = reasons.get(row['reason'], 0) + 1
    return {'counts': told, 'reasons': reasons,
            'over_limit': sum(r['level'] == 'warning' for r in rows)}


def agents(at, mood):
    rows = agent_rows(mood)
    return {'kind': 'agents', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            **counts(mood), 'order': list(rows), 'more': 0, 'rows': rows}


def states(at, mood):
    return {'kind': 'states', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            **counts(mood)}


def quarters(value, first=8):
    """From 8:00 to the running quarter hour, which ends at 14:45."""
    end = END - END % QUARTER + QUARTER
    count = (14 * 60 + 45 - first * 60) // 15
    return {'step_ms': QUARTER, 'end': end,
            'points': [value(i, count) for i in range(count)]}


def offered(i, count):
    whole = 26 + 44 * math.exp(-((i - 9) / 5) ** 2) + \
        36 * math.exp(-((i - 22) / 6) ** 2) + 4 * wave(i, 3)
    return round(whole * (0.8 if i == count - 1 else 1))


def day(mood):
    """Offered and answered by quarter hours."""
    lose = {'normal': 0.03, 'warning': 0.09, 'critical': 0.2}[mood]
    trend = quarters(offered)
    late = range(len(trend['points']))
    trend['part'] = 'answered'
    trend['part_points'] = [
        round(p * (1 - lose * (1.6 if i > 17 else 0.7)))
        for i, p in zip(late, trend['points'])]
    return trend


def day_offered(at, mood):
    trend = day(mood)
    return number(at, 'offered', 'count', sum(trend['points']), kind='trend',
                  span='day', trend=trend)


def answered(at, mood):
    return number(at, 'answered', 'count', sum(day(mood)['part_points']))


def day_level(at, mood):
    drop = {'normal': 0, 'warning': 17, 'critical': 42}[mood]

    def share(i, count):
        return round(88 + 5 * wave(i, 1) - drop * (i / count) ** 3, 2)

    tile = service_level(at, mood, kind='trend', span='day')
    tile['trend'] = quarters(share)
    return tile


def breach(mood, name, level, value, minutes, longer=False):
    row = {'state': 'standing', 'level': level, 'kpi': 'service_level',
           'window': 'day', 'unit': 'percent', 'value': value, 'target': 80,
           'worse': 'below', 'since': END - minutes * MINUTE}
    if longer:
        row['longer'] = True
    if name is None:
        row['scope'] = 'total'
    else:
        row.update(scope=f'queue:{name}', title=QUEUES[name])
    return row


def standing(mood):
    rows = []
    total = TOTAL[mood]
    if mood == 'critical':
        rows.append(breach(mood, 'billing', 'critical', 58, 12))
        rows.append(breach(mood, None, 'critical', total['sl'], 9))
        rows.append({'state': 'standing', 'level': 'critical',
                     'kpi': 'longest_wait', 'scope': 'total', 'window': 'now',
                     'unit': 'since', 'value': NOW - 272000,
                     'since': NOW - 232000, 'worse': 'above'})
    if mood in ('warning', 'critical'):
        rows.append(breach(mood, 'sales', 'warning', 76, 59, True))
        if mood == 'warning':
            rows.append(breach(mood, None, 'warning', total['sl'], 21))
        rows.append({'state': 'standing', 'level': 'warning',
                     'kpi': 'abandonment_rate', 'scope': 'total',
                     'window': 'day', 'unit': 'percent',
                     'value': total['lost'], 'target': 5, 'worse': 'above',
                     'since': END - 34 * MINUTE})
    return rows


def alerts(at, mood):
    rows = {f'{r["kpi"]}/{r["scope"]}': r for r in standing(mood)}
    levels = [r['level'] for r in rows.values()]
    return {'kind': 'alerts', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            'counts': {'critical': levels.count('critical'),
                       'warning': levels.count('warning')},
            'order': list(rows), 'more': 0, 'rows': rows}


def fired(rule, scope, title, level, minutes, **more):
    """A row of what stands, as every view tells of it."""
    since = END - minutes * MINUTE
    row = {'state': 'firing', 'level': level, 'rule': rule,
           'kpi': 'service_level', 'scope': scope, 'title': title,
           'window': '30m', 'unit': 'percent', 'worse': 'below',
           'since': since, 'fired': since + 2 * MINUTE, 'alert': True}
    row.update(more)
    return f'{rule}/{scope}@{since}', row


def told(count):
    """Alerts in every state, worst first, so many of them."""
    names = QUEUES
    rows = [
        fired('service-level', 'queue:billing', names['billing'], 'critical',
              12, value=58, numerator=58, denominator=100, raise_=70, clear=75,
              escalated=True),
        fired('due', 'queue:sales', names['sales'], 'critical', 3, kpi=None,
              signal='due', window=None, unit='count', value=4, raise_=3,
              clear=1, worse='above', ahead_ms=20000),
        fired('longest-wait', 'queue:vip', names['vip'], 'warning', 5,
              kpi='longest_wait', unit='since', window='now', worse='above',
              value=NOW - 108000, raise_=40000, clear=20000, flapping=True),
        fired('lost-day', 'queue:support', names['support'], 'info', 31,
              rule_title=words('Today cannot be won',
                               'هدف امروز دست‌یافتنی نیست',
                               'هدف اليوم لا يُدرك',
                               'Сегодня цель недостижима'),
              kpi='needed_rate', window='day', worse='above', value=104,
              raise_=100, clear=98),
        fired('abandonment', 'queue:billing', names['billing'], 'warning', 40,
              state='over', kpi='abandonment_rate', window='day',
              worse='above', value=4, numerator=4, denominator=100, raise_=5,
              clear=4),
        fired('service-level', 'queue:returns', names['returns'], 'critical',
              22, state='acknowledged', value=64, numerator=64,
              denominator=100, raise_=70, clear=75, author='Rostami'),
        fired('feed-silent', 'feed:crm', None, 'warning', 9, kpi=None,
              state='acknowledged', signal='feed_silent', window=None,
              unit='count', worse='above', author='Karimi'),
    ]
    for _, row in rows:
        if 'raise_' in row:
            row['raise'] = row.pop('raise_')
        for name in [n for n, value in row.items() if value is None]:
            del row[name]
    return dict(rows[:count])


def alerted(mood):
    """The page of the day once there are rules: what stands, in a tile."""
    board = state('today', 'critical')
    rows = told(7)
    if mood == 'calm':
        rows = {k: r for k, r in rows.items() if r['state'] != 'firing'}
    open_ = [r['level'] for r in rows.values() if r['state'] != 'acknowledged']
    counts = {level: open_.count(level)
              for level in ('critical', 'warning', 'info')}
    counts['acknowledged'] = len(rows) - len(open_)
    tile = board['tiles'][board['page']['tiles'][-1]]
    tile.update(counts=counts, order=list(rows), rows=rows, more=0)
    board['alerts'] = {**counts, 'shelved': 0, 'order': list(rows), 'more': 0,
                       'rows': rows}
    del board['headline']
    if mood == 'calm':
        return board
    worst = {'rows': 'service-level', 'due': 'due', 'note': 'lost-day'}[mood]
    name = next(k for k, r in rows.items() if r['rule'] == worst)
    said = {k: v for k, v in rows[name].items() if k not in ('state', 'alert')}
    board['headline'] = {**said, 'alert': name, 'more': len(rows) - 1}
    return board


def ranking(at):
    values = [47, 45, 45, 41, 38, 36, 35, 33, 30, 28, 27, 25]
    places = [1, 2, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    rows = {f'a{i}': {'title': NAMES[i + 3], 'place': place, 'value': value}
            for i, (value, place) in enumerate(zip(values, places))}
    return {'kind': 'ranking', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            'of': 'agents', 'kpi': 'handled', 'window': 'day',
            'unit': 'count', 'best': 'highest', 'order': list(rows),
            'more': 29, 'rows': rows}


def clock(at):
    zones = [('Asia/Tehran', TEHRAN), ('Asia/Almaty', 18000000),
             ('Europe/Moscow', 10800000)]
    return {'kind': 'clock', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            'utc_offset_ms': TEHRAN,
            'zones': [{'time_zone': z, 'utc_offset_ms': o} for z, o in zones]}


def text(at):
    return {'kind': 'text', 'x': at[0], 'y': at[1], 'w': at[2], 'h': at[3],
            'title': words('Today', 'امروز', 'اليوم', 'Сегодня'),
            'text': words(
                'The new price list is valid from 15:00. Ask for the code.',
                'فهرست قیمت جدید از ساعت ۱۵:۰۰ اعتبار دارد. کد را بپرسید.',
                'قائمة الأسعار الجديدة سارية من الساعة ١٥:٠٠. اسألوا عن الرمز.',
                'Новый прайс-лист действует с 15:00. Спрашивайте код.')}


def tiles(page, mood):
    total = TOTAL[mood]
    signed = len(NAMES)
    free = {'whole': signed, 'window': 'now'}
    if page == 'overview':
        return [service_level((0, 0, 8, 6), mood),
                longest_wait((8, 0, 6, 6), mood),
                waiting((14, 0, 5, 6), mood), lost((19, 0, 5, 3), mood),
                speed((19, 3, 5, 3), mood), queues((0, 6, 15, 8), mood),
                agents((15, 6, 9, 8), mood)]
    if page == 'focus':
        level = service_level((0, 0, 8, 6), mood)
        del level['trend']
        return [level, longest_wait((8, 0, 8, 6), mood, False),
                waiting((16, 0, 8, 6), mood, False),
                lost((0, 6, 8, 6), mood),
                number((8, 6, 8, 6), 'agents_available', 'count',
                       total['free'], **free),
                answered((16, 6, 8, 6), mood)]
    if page == 'agents':
        return [states((0, 0, 8, 10), mood),
                number((0, 10, 8, 4), 'occupancy', 'percent',
                       total['occupancy'], kind='gauge', window='1h',
                       scale_from=0, scale_to=100),
                agents((8, 0, 16, 14), mood)]
    if page == 'today':
        return [answered((0, 0, 6, 4), mood),
                lost((6, 0, 6, 4), mood), speed((12, 0, 6, 4), mood),
                number((18, 0, 6, 4), 'average_handle_time', 'ms', 264000),
                day_offered((0, 4, 16, 6), mood),
                day_level((0, 10, 16, 6), mood),
                alerts((16, 4, 8, 12), mood)]
    gauge = service_level((0, 0, 8, 6), mood, kind='gauge', scale_from=0,
                          scale_to=100)
    del gauge['trend']
    trend = service_level((8, 0, 16, 6), mood, kind='trend', span='hour')
    burn = number((16, 10, 8, 4), 'budget_burn', 'factor', 2.4, target=1,
                  warning=1, critical=3, kind='gauge', scale_from=0,
                  scale_to=5, window='1h')
    return [gauge, trend, ranking((0, 6, 8, 8)), clock((8, 6, 16, 4)),
            text((8, 10, 8, 4)), burn]


def headline(mood):
    rows = standing(mood)
    if not rows:
        return {}
    return {'headline': {**rows[0], 'more': len(rows) - 1}}


def state(page, mood):
    title, rows = PAGES[page]
    own = {f't{i + 1}': tile for i, tile in enumerate(tiles(page, mood))}
    feeds = {name: {'state': 'live', 'heard': NOW - age, 'event': NOW - age}
             for name, age in (('asterisk', 2000), ('crm', 1000))}
    return {
        'centre': {'title': words('Customer Care', 'مرکز ارتباط با مشتریان',
                                  'مركز خدمة العملاء', 'Служба поддержки'),
                   'language': 'en', 'time_zone': 'Asia/Tehran',
                   'utc_offset_ms': TEHRAN, 'clock': 'wall'},
        'feeds': feeds,
        'pages': [{'name': name, 'title': PAGES[name][0], 'dwell_ms': 20000}
                  for name in PAGES if name != 'more'],
        'rotation': {'rotate': True},
        'page': {'name': page, 'title': title, 'columns': 24, 'rows': rows,
                 'tiles': list(own)},
        **headline(mood),
        'watched': 11,
        'tiles': own,
    }


def stale(page):
    """Worrying three minutes ago, when one of the feeds was last heard."""
    board = state(page, 'warning')
    board['feeds']['crm'] = {'state': 'silent', 'heard': NOW - 185000,
                             'event': NOW - 191000}
    return board


def write(directory, name, board):
    with open(f'{directory}/{name}.json', 'w', encoding='utf-8') as out:
        json.dump(board, out, ensure_ascii=False)


def main(directory):
    for page in PAGES:
        for mood in ROWS:
            write(directory, f'{page}_{mood}', state(page, mood))
        write(directory, f'{page}_stale', stale(page))
    for mood in ('rows', 'due', 'note', 'calm'):
        write(directory, f'alerts_{mood}', alerted(mood))


if __name__ == '__main__':
    main(sys.argv[1])
